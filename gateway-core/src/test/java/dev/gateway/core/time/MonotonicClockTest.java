package dev.gateway.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    @Test
    void beginsAtTheTimeOfDayAndThenCountsNanoseconds() {
        var nanos = new AtomicLong(Long.MAX_VALUE - 10);
        var clock = new MonotonicClock(NOON, nanos::get);
        assertThat(clock.instant()).isEqualTo(NOON);
        nanos.addAndGet(1_500_000_000L);
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(1500));
    }
}
