package dev.gateway.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {

    @Property(tries = 300)
    void eachPauseIsBetweenHalfAndTheWholeOfADoublingCeiling(
            @ForAll @LongRange(min = 1, max = 100_000) long first,
            @ForAll @LongRange(min = 1, max = 1_000_000) long cap,
            @ForAll @IntRange(min = 1, max = 200) int failures,
            @ForAll long seed) {
        var backoff =
                new ReconnectBackoff(
                        Duration.ofMillis(first), Duration.ofMillis(cap), new Random(seed));
        double ceiling = first;
        for (int i = 0; i < failures; i++) {
            long pause = backoff.next().toMillis();
            long expected = (long) Math.min(ceiling, cap);
            assertThat(pause).isBetween(expected / 2, expected);
            ceiling = Math.min(ceiling * 2, 1e15);
        }
    }

    @Property(tries = 100)
    void progressBeginsAnew(@ForAll @IntRange(min = 0, max = 100) int failures) {
        var backoff =
                new ReconnectBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
        for (int i = 0; i < failures; i++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void noTwoGatewaysKeepStep() {
        Set<Duration> pauses = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            pauses.add(
                    new ReconnectBackoff(
                                    Duration.ofSeconds(10),
                                    Duration.ofSeconds(60),
                                    new Random(seed))
                            .next());
        }
        assertThat(pauses).hasSizeGreaterThan(15);
    }
}
