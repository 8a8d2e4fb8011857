package dev.gateway.core.time;

import java.time.Duration;

/** A point in monotonic time until which something may take. Immutable. */
public final class Deadline {

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** {@code limit} from now; limits beyond a century count as a century. */
    public static Deadline in(Duration limit) {
        long max = Duration.ofDays(36_500).toNanos();
        Duration century = Duration.ofNanos(max);
        return new Deadline(
                System.nanoTime() + (limit.compareTo(century) > 0 ? max : limit.toNanos()));
    }

    /** What is left; zero once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Whether it has passed. */
    public boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    /** The earlier of this one and {@code limit} from now. */
    public Deadline orIn(Duration limit) {
        Deadline other = in(limit);
        return other.nanos - nanos < 0 ? other : this;
    }
}
