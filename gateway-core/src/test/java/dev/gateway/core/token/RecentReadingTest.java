package dev.gateway.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RecentReadingTest {

    /** A reading that takes this long is used for ten times as long. */
    private static final long SLOW_MILLIS = 1_000;

    private final AtomicInteger readings = new AtomicInteger();
    private final RecentReading recent =
            new RecentReading(
                    () -> {
                        readings.incrementAndGet();
                        return new HoldingReader(
                                ProcessProbe.system(), LockHolders.system().snapshot());
                    });

    @Test
    void manyQuestionsInAShortTimeUseOneReading() {
        ask("first", SLOW_MILLIS, answer -> true);
        for (int i = 0; i < 1_000; i++) {
            ask("next", 0, answer -> true);
        }
        assertThat(readings).hasValue(1);
    }

    @Test
    void anAnswerThatIsNotCertainIsAskedForAgain() {
        ask("first", SLOW_MILLIS, answer -> true);
        assertThat(ask("next", 0, answer -> false)).isEqualTo("next");
        assertThat(readings).hasValue(2);
    }

    @Test
    void aReadingThatTookNoTimeIsNotUsedForLong() throws Exception {
        ask("first", 0, answer -> true);
        Thread.sleep(SLOW_MILLIS);
        ask("next", 0, answer -> true);
        assertThat(readings).hasValue(2);
    }

    private String ask(String answer, long millis, Predicate<String> certain) {
        return recent.ask(
                reading -> {
                    pause(millis);
                    return answer;
                },
                certain);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
