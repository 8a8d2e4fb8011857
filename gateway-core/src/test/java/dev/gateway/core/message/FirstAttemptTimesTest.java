package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstAttemptTimesTest {

    private static final Instant NOW = new ManualClock().instant();
    private static final Duration DAY = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();
    private final FirstAttemptTimes tries = new FirstAttemptTimes(clock);

    @Test
    void anAnswerOfDaysAgoIsNotHopelessAtItsFirstTry() {
        Instant daysAgo = NOW.minus(Duration.ofDays(3));

        assertThat(tries.isExceeded("a", "1", daysAgo, DAY)).isFalse();
        assertThat(tries.isExceeded("a", "1", daysAgo, DAY)).isFalse();
    }

    @Test
    void aClockThatWasSetBackMakesNothingImmortal() {
        Instant tomorrow = NOW.plus(DAY);

        assertThat(tries.isExceeded("a", "1", tomorrow, Duration.ofNanos(1))).isFalse();
        awaitNanos(1000);
        assertThat(tries.isExceeded("a", "1", tomorrow, Duration.ofNanos(1))).isTrue();
    }

    @Test
    void theNextAnswerOfAConversationBeginsAnew() {
        tries.isExceeded("a", "1", NOW, Duration.ofNanos(1));
        awaitNanos(1000);

        assertThat(tries.isExceeded("a", "2", NOW, Duration.ofNanos(1))).isFalse();
    }

    @Test
    void aClockThatJumpsAheadCutsNoPatienceShort() {
        Duration patience = Duration.ofSeconds(50);
        clock.forward(Duration.ofDays(30));

        assertThat(tries.isExceeded("a", "1", NOW, patience)).isFalse();
        assertThat(tries.isExceeded("a", "1", NOW.minusSeconds(1), patience)).isFalse();
    }

    private static void awaitNanos(long nanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < nanos) {
            Thread.onSpinWait();
        }
    }
}
