package dev.gateway.postgres.membership;

import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A registration of this process among the hosts. It is valid for three quarters of the lease after
 * the sending of its last good beat; once it has ended, it is never valid again. Thread-safe.
 */
final class Registration {

    private static final int QUARTERS = 4;
    private static final int VALID_QUARTERS = 3;

    private final SessionId id;
    private final long timeline;
    private final long validNanos;
    private final LongSupplier nanos;
    private long validUntil;
    private long lastBeat;
    private boolean replicated;
    private String endReason;

    /**
     * Creates a registration whose row is written.
     *
     * @param timeline the timeline of the database on which it was written
     * @param sentNanos the time before the statement was sent that wrote it
     */
    Registration(SessionId id, long timeline, Duration lease, long sentNanos, LongSupplier nanos) {
        this.id = id;
        this.timeline = timeline;
        this.validNanos = lease.toNanos() / QUARTERS * VALID_QUARTERS;
        this.nanos = nanos;
        this.lastBeat = sentNanos;
        this.validUntil = sentNanos + validNanos;
    }

    SessionId id() {
        return id;
    }

    long timeline() {
        return timeline;
    }

    /**
     * Prolongs it by a beat that has reached the database, counted from its sending.
     *
     * @param synchronous whether the database waits for a standby before it confirms
     */
    synchronized void beaten(long sentNanos, boolean synchronous) {
        if (endReason != null) {
            return;
        }
        replicated = synchronous;
        if (sentNanos - lastBeat > 0) {
            lastBeat = sentNanos;
            validUntil = sentNanos + validNanos;
        }
    }

    /** Returns whether this process may act; compares the clock at each call. */
    boolean isValid() {
        return remainingNanos() > 0;
    }

    /**
     * Returns whether a database that has failed over can be believed that no other process has
     * ended this registration. Without a synchronous standby it may lack that, so this holds only
     * as long as no process may have done it.
     */
    synchronized boolean survivesFailover() {
        return replicated || validUntil - nanos.getAsLong() > 0;
    }

    /** Returns the time for which it is valid without another beat. */
    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Returns the time since the sending of the last good beat. */
    synchronized Duration beatAge() {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - lastBeat));
    }

    private synchronized long remainingNanos() {
        return endReason == null ? Math.max(0, validUntil - nanos.getAsLong()) : 0;
    }

    /** Ends it; returns whether it had not ended yet. */
    synchronized boolean end(String reason) {
        if (endReason != null) {
            return false;
        }
        endReason = reason;
        return true;
    }

    synchronized boolean hasEnded() {
        return endReason != null;
    }

    /** Returns the reason why it is not valid. */
    synchronized String reason() {
        return endReason == null ? "the journal is unreachable" : endReason;
    }
}
