package dev.gateway.core.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock for durations, ages and deadlines within this process. It starts at the time of day and
 * then follows {@link System#nanoTime}, whatever happens to the time of day. So its times are
 * compared with each other only, and neither shown nor stored.
 */
public final class MonotonicClock extends Clock {

    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;

    MonotonicClock(Instant start, LongSupplier nanos) {
        this.start = start;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    /** Returns a clock that starts now. */
    public static Clock start() {
        return new MonotonicClock(Instant.now(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
