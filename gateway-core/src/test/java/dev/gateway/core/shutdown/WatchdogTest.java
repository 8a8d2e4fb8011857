package dev.gateway.core.shutdown;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchdogTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();

    @Test
    void cleansUpThenHaltsWhenTheBudgetHasPassed() throws Exception {
        var watchdog =
                new Watchdog(
                        code -> {
                            steps.add("halt");
                            halts.add(code);
                        },
                        () -> steps.add("clean up"));
        watchdog.arm(SHORT);
        assertThat(halts.poll(30, SECONDS)).isEqualTo(70);
        assertThat(steps).startsWith("clean up", "halt");
        watchdog.disarm();
        awaitNoThread();
    }

    @Test
    void doesNothingIfTheStopEndsInTime() {
        var watchdog = new Watchdog(halts::add, () -> steps.add("clean up"));
        watchdog.arm(Duration.ofMinutes(5));
        watchdog.disarm();
        awaitNoThread();
        assertThat(halts).isEmpty();
        assertThat(steps).isEmpty();
    }

    @Test
    void haltsEvenIfCleaningUpHangs() throws Exception {
        var released = new CountDownLatch(1);
        var watchdog =
                new Watchdog(
                        halts::add,
                        () -> {
                            try {
                                released.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        watchdog.arm(SHORT);
        assertThat(halts.poll(30, SECONDS)).isEqualTo(70);
        released.countDown();
        watchdog.disarm();
        awaitNoThread();
    }

    @Test
    void haltsEvenIfCleaningUpFails() throws Exception {
        var watchdog =
                new Watchdog(
                        halts::add,
                        () -> {
                            throw new IllegalStateException("a bug");
                        });
        watchdog.arm(SHORT);
        assertThat(halts.poll(30, SECONDS)).isEqualTo(70);
        watchdog.disarm();
        awaitNoThread();
    }

    @Test
    void onlyTheFirstBudgetCounts() throws Exception {
        var watchdog = new Watchdog(halts::add, () -> {});
        watchdog.arm(SHORT);
        watchdog.arm(Duration.ofMinutes(5));
        assertThat(halts.poll(30, SECONDS)).isEqualTo(70);
        watchdog.disarm();
        awaitNoThread();
    }

    @Test
    void onceDisarmedItCannotBeArmed() {
        var watchdog = new Watchdog(halts::add, () -> {});
        watchdog.disarm();
        watchdog.arm(SHORT);
        awaitNoThread();
        assertThat(halts).isEmpty();
    }

    private static void awaitNoThread() {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(
                                                thread -> thread.getName().startsWith("watchdog")));
    }
}
