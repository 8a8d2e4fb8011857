package dev.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BotBudgetTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final BotBudget budget = new BotBudget(now::get);

    @Test
    void aBotHasTwentyMessagesAMinuteAndThenAMinuteOfSilence() {
        assertThat(taken("a", 30)).isEqualTo(20);
        assertThat(taken("b", 30)).as("each for itself").isEqualTo(20);
        pass(Duration.ofSeconds(59));
        assertThat(taken("a", 5)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(taken("a", 30)).isEqualTo(20);
    }

    @Test
    void aSlowBotIsNeverSilenced() {
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take("a")).isTrue();
            pass(Duration.ofSeconds(3));
        }
    }

    @Test
    void inNoMinuteAreThereMoreThanTwenty() {
        int most = 0;
        for (int i = 0; i < 600; i++) {
            pass(Duration.ofSeconds(1));
            most += budget.take("a") ? 1 : 0;
        }

        assertThat(most).isLessThanOrEqualTo(10 * 20);
    }

    private int taken(String bot, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += budget.take(bot) ? 1 : 0;
        }
        return taken;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
