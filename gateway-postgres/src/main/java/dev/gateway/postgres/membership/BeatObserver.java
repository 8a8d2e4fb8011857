package dev.gateway.postgres.membership;

import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The observation of other processes' beats by this process's own monotonic clock, over one
 * unbroken connection: after a new one it begins anew, as the beats may have stayed away for the
 * same reason as the connection. Not thread-safe.
 */
final class BeatObserver {

    private final Map<SessionId, Seen> seen = new HashMap<>();

    /**
     * A beat that was seen.
     *
     * @param beat its number
     * @param sinceNanos the time at which it was first known
     */
    private record Seen(long beat, long sinceNanos) {}

    /** Begins anew. */
    void reset() {
        seen.clear();
    }

    /**
     * Takes a look in.
     *
     * @param sentNanos the time before the look was sent: what it shows is not older
     * @param receivedNanos the time after it was received: what it shows is not newer
     * @return the registrations without a beat for their whole lease
     */
    List<SessionRow> look(Collection<SessionRow> rows, long sentNanos, long receivedNanos) {
        List<SessionRow> silent = new ArrayList<>();
        Map<SessionId, Seen> next = new HashMap<>();
        for (SessionRow row : rows) {
            Seen before = seen.get(row.id());
            if (before == null || before.beat != row.beat()) {
                next.put(row.id(), new Seen(row.beat(), receivedNanos));
            } else {
                next.put(row.id(), before);
                if (sentNanos - before.sinceNanos >= row.lease().toNanos()) {
                    silent.add(row);
                }
            }
        }
        seen.clear();
        seen.putAll(next);
        return silent;
    }

    /** Returns the time since the present beat of a registration was first known. */
    Optional<Duration> age(SessionId session, long nowNanos) {
        return Optional.ofNullable(seen.get(session))
                .map(each -> Duration.ofNanos(Math.max(0, nowNanos - each.sinceNanos)));
    }
}
