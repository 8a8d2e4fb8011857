package dev.gateway.postgres.membership;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.postgres.connection.DatabaseErrors;
import dev.gateway.postgres.connection.RefusedServerException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The state of the line to the database, for people. A failure becomes visible when the lease has
 * run out: a shorter one changes nothing. Thread-safe.
 */
final class Reachability {

    private final EventStream events;
    private final Clock clock;
    private SQLException last;
    private OffsetDateTime failingSince;
    private long failingSinceNanos;
    private boolean told;

    Reachability(EventStream events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    synchronized void failed(SQLException failure) {
        if (failingSince == null) {
            failingSince =
                    OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault())
                            .truncatedTo(ChronoUnit.SECONDS);
            failingSinceNanos = System.nanoTime();
        }
        last = failure;
        events.publish(EventType.beatFailed(line(failure)));
    }

    /** Takes note that the lease has run out. */
    synchronized void lapsed() {
        if (!told) {
            told = true;
            events.publish(EventType.databaseUnreachable(reason()));
        }
    }

    /** Takes note of a good beat. */
    synchronized void reached() {
        if (told) {
            events.publish(
                    EventType.databaseReachable(
                            Duration.ofNanos(System.nanoTime() - failingSinceNanos)));
        }
        told = false;
        failingSince = null;
        last = null;
    }

    /** Returns the reason why the database cannot be used, once the lease has run out. */
    synchronized Optional<String> problem() {
        return told ? Optional.of(reason()) : Optional.empty();
    }

    private String reason() {
        String since = failingSince == null ? "" : " since " + failingSince;
        if (last == null) {
            return "journal unreachable" + since;
        }
        return last instanceof RefusedServerException
                ? last.getMessage()
                : "journal unreachable" + since + ": " + line(last);
    }

    private static String line(SQLException failure) {
        return DatabaseErrors.line(failure);
    }
}
