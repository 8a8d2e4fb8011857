package dev.gateway.adapter.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment of {@link System#nanoTime()} by which a call has to be complete. */
record Deadline(long nanos) {

    static Deadline in(Duration within) {
        return new Deadline(System.nanoTime() + within.toNanos());
    }

    long nanosLeft() {
        return nanos - System.nanoTime();
    }

    boolean isOver() {
        return nanosLeft() <= 0;
    }

    /** The time left for a socket's timeout, where 0 would mean for ever. */
    int millisLeft() {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanosLeft());
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    /** The earlier of this and a moment from now. */
    Deadline orIn(Duration within) {
        Deadline other = in(within);
        return other.nanos - nanos < 0 ? other : this;
    }
}
