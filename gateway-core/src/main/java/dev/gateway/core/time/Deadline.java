package dev.gateway.core.time;

import java.time.Duration;

/** A point in monotonic time by which something has to be done. Immutable. */
public final class Deadline {

    private static final Duration CENTURY = Duration.ofDays(36_500);

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /**
     * Returns the deadline {@code limit} from now; a limit beyond a century counts as a century.
     */
    public static Deadline after(Duration limit) {
        return new Deadline(System.nanoTime() + Durations.min(limit, CENTURY).toNanos());
    }

    /** Returns the time that remains; zero once the deadline has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /**
     * Returns the milliseconds that remain, at least 1, for a timeout where 0 would mean no limit.
     */
    public int timeoutMillis() {
        return (int) Math.max(1, Math.min(remaining().toMillis(), Integer.MAX_VALUE));
    }

    /** Returns whether the deadline has passed. */
    public boolean isExpired() {
        return nanos - System.nanoTime() <= 0;
    }

    /** Returns the earlier of this deadline and {@code limit} from now. */
    public Deadline orAfter(Duration limit) {
        Deadline other = after(limit);
        return other.nanos - nanos < 0 ? other : this;
    }
}
