package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceSchedulerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger shown = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final MaintenanceScheduler scheduler =
            new MaintenanceScheduler(this::tick, this::show, () -> {});

    @AfterEach
    void stop() {
        slow.countDown();
        scheduler.stop();
    }

    @Test
    void theWorkOfEverySecondIsDoneWithoutAnyChange() {
        slow.countDown();
        scheduler.start();
        await().atMost(LONG).untilAsserted(() -> assertThat(ticks).hasValueGreaterThan(1));
    }

    /** A thousand accounts change at once, and each round shows all of them. */
    @Test
    void changesDuringARoundAreShownByOneFurtherRound() {
        scheduler.start();
        change();
        await().atMost(LONG).untilAsserted(() -> assertThat(rounds).hasPositiveValue());
        for (int i = 0; i < 1_000; i++) {
            change();
        }
        slow.countDown();
        await().atMost(LONG).untilAsserted(() -> assertThat(shown).hasValue(1_001));
        assertThat(rounds.get() - ticks.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void theLastChangeIsShownHoweverManyComeBeforeIt() throws Exception {
        slow.countDown();
        scheduler.start();
        for (int i = 0; i < 300; i++) {
            change();
            TimeUnit.MICROSECONDS.sleep(200);
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(shown).hasValue(300));
    }

    private void change() {
        present.incrementAndGet();
        scheduler.changed();
    }

    private void tick() {
        ticks.incrementAndGet();
        show();
    }

    private void show() {
        int now = present.get();
        rounds.incrementAndGet();
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shown.set(now);
    }
}
