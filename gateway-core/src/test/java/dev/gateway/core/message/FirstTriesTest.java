package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstTriesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final FirstTries tries = new FirstTries();

    @Test
    void anAnswerOfDaysAgoIsNotHopelessAtItsFirstTry() {
        Instant daysAgo = NOW.minus(Duration.ofDays(3));

        assertThat(tries.tooLong("a", "1", daysAgo, NOW, DAY)).isFalse();
        assertThat(tries.tooLong("a", "1", daysAgo, NOW, DAY)).isFalse();
    }

    @Test
    void aClockThatWasSetBackMakesNothingImmortal() {
        Instant tomorrow = NOW.plus(DAY);

        assertThat(tries.tooLong("a", "1", tomorrow, NOW, Duration.ofNanos(1))).isFalse();
        awaitNanos(1000);
        assertThat(tries.tooLong("a", "1", tomorrow, NOW, Duration.ofNanos(1))).isTrue();
    }

    @Test
    void theNextAnswerOfAConversationBeginsAnew() {
        tries.tooLong("a", "1", NOW, NOW, Duration.ofNanos(1));
        awaitNanos(1000);

        assertThat(tries.tooLong("a", "2", NOW, NOW, Duration.ofNanos(1))).isFalse();
    }

    private static void awaitNanos(long nanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < nanos) {
            Thread.onSpinWait();
        }
    }
}
