package dev.gateway.postgres.writer;

import dev.gateway.core.time.Deadline;
import dev.gateway.postgres.table.Counts;
import dev.gateway.postgres.table.Counts.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The regular look of a writer at its accounts: which of them this process holds, what others have
 * changed, and what has waited for longest. Used by the thread of the writer, but for {@link
 * #request} and {@link #oldestPending}.
 */
public final class WriterUpkeep {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** The factor by which the pause between two looks exceeds the time of one. */
    private static final int PAUSE_FACTOR = 10;

    private final WriterContext writer;
    private volatile boolean requested = true;
    private volatile Optional<Instant> oldestPending = Optional.empty();
    private Deadline next = Deadline.after(Duration.ZERO);
    private Deadline soonest = Deadline.after(Duration.ZERO);

    public WriterUpkeep(WriterContext writer) {
        this.writer = writer;
    }

    /** Asks for a look soon. */
    public void request() {
        requested = true;
    }

    /** Returns the acceptance time of the oldest pending message at the last look. */
    public Optional<Instant> oldestPending() {
        return oldestPending;
    }

    public long nanosUntilNext() {
        return requested ? soonest.remaining().toNanos() : Math.max(1, next.remaining().toNanos());
    }

    public boolean isDue() {
        return requested && soonest.isExpired() || next.isExpired();
    }

    /** Notes that a look has failed: the next one follows at the usual time. */
    public void failed() {
        next = Deadline.after(INTERVAL);
        requested = false;
    }

    public void run(Connection connection) throws SQLException {
        long began = System.nanoTime();
        requested = false;
        List<String> held = new ArrayList<>(Counts.held(connection, writer.session().get()));
        held.removeIf(writer.owns().negate());
        Set<String> lost = new HashSet<>(writer.counts().accounts());
        lost.removeIf(writer.owns().negate());
        lost.removeAll(held);
        writer.counts().remove(lost);
        boolean changed = false;
        if (!held.isEmpty()) {
            Map<String, Tally> tallies = Counts.of(connection, held);
            for (String account : held) {
                changed |= writer.counts().set(account, tallies.getOrDefault(account, Tally.NONE));
            }
            oldestPending = Counts.oldestPending(connection, held);
        } else {
            oldestPending = Optional.empty();
        }
        long took = System.nanoTime() - began;
        soonest = Deadline.after(Duration.ofNanos(took * PAUSE_FACTOR));
        next = Deadline.after(Duration.ofNanos(Math.max(INTERVAL.toNanos(), took * PAUSE_FACTOR)));
        if (changed) {
            writer.changed().run();
        }
    }
}
