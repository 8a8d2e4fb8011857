package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimeoutsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.single("timer"));
    private final List<String> over = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void whatIsNotClosedInTimeRunsItsActionInTheOrderOfTheBeginnings() {
        var timeouts = new Timeouts(timer, Duration.ofMillis(30));
        timeouts.start(() -> over.add("first"));
        timeouts.start(() -> over.add("second"));

        await().until(() -> over.equals(List.of("first", "second")));
        timeouts.start(() -> over.add("third"));

        await().until(() -> over.equals(List.of("first", "second", "third")));
    }

    @Test
    void whatIsClosedInTimeRunsNothingAndDelaysNoOther() {
        var timeouts = new Timeouts(timer, Duration.ofMillis(200));
        Timeouts.Timeout quick = timeouts.start(() -> over.add("quick"));
        timeouts.start(() -> over.add("slow"));
        quick.close();

        await().until(() -> !over.isEmpty());
        assertThat(over).containsExactly("slow");
    }

    @Test
    void anyNumberOfThemIsOneTaskOfTheTimer() {
        var timeouts = new Timeouts(timer, LONG);
        for (int work = 0; work < 1000; work++) {
            timeouts.start(() -> over.add("never")).close();
        }
        timeouts.start(() -> over.add("never"));

        assertThat(timer.getQueue()).hasSize(1);
    }

    @Test
    void anActionThatFailsStopsNoOther() {
        var timeouts = new Timeouts(timer, Duration.ofMillis(20));
        timeouts.start(
                () -> {
                    throw new IllegalStateException("broken");
                });
        timeouts.start(() -> over.add("next"));

        await().until(() -> over.equals(List.of("next")));
    }
}
