package dev.gateway.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Property(tries = 300)
    void eachPauseIsBetweenHalfAndTheWholeOfADoublingCeiling(
            @ForAll @LongRange(min = 1, max = 100_000) long first,
            @ForAll @LongRange(min = 100_000, max = 1_000_000) long cap,
            @ForAll @IntRange(min = 1, max = 200) int failures) {
        var backoff = new Backoff(Duration.ofMillis(first), 2, Duration.ofMillis(cap), 0.5);
        Backoff.Sequence sequence = backoff.sequence();
        double ceiling = first;
        for (int i = 0; i < failures; i++) {
            long pause = sequence.next().toMillis();
            long expected = (long) Math.min(ceiling, cap);
            assertThat(pause).isBetween(expected / 2, expected);
            ceiling = Math.min(ceiling * 2, 1e15);
        }
    }

    @Property(tries = 100)
    void progressBeginsAnew(@ForAll @IntRange(min = 0, max = 100) int failures) {
        var backoff = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.5).sequence();
        for (int i = 0; i < failures; i++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void noTwoGatewaysKeepStep() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            pauses.add(
                    new Backoff(Duration.ofSeconds(10), 2, Duration.ofSeconds(60), 0.5).after(1));
        }
        assertThat(pauses).hasSizeGreaterThan(15);
    }

    @Test
    void aCapBelowTheFirstPauseIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
