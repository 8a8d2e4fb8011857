package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReusingThreadPoolTest {

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean scarce = new AtomicBoolean();
    private final AtomicInteger done = new AtomicInteger();
    private final ThreadFactory threads =
            task -> {
                if (scarce.get()) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                made.incrementAndGet();
                return DaemonThreads.single("pooled").newThread(task);
            };
    private ReusingThreadPool pool = new ReusingThreadPool(4, Duration.ofMinutes(1), threads);

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @Test
    void anIdleThreadTakesTheNextTask() {
        for (int task = 1; task <= 5; task++) {
            int sofar = task;
            pool.execute(done::incrementAndGet);
            await().until(() -> done.get() == sofar && waits());
        }

        assertThat(made).hasValue(1);
    }

    @Test
    void tasksAtATimeHaveThreadsOfTheirOwnUpToTheMaximumAndTheRestWaits() {
        var release = new CountDownLatch(1);
        for (int task = 0; task < 10; task++) {
            pool.execute(() -> finishAfter(release));
        }
        assertThat(made).hasValue(4);

        release.countDown();

        await().until(() -> done.get() == 10);
        assertThat(made).hasValue(4);
    }

    @Test
    void aThreadThatIsThereTakesWhatNoFurtherOneCanBeMadeFor() {
        var release = new CountDownLatch(1);
        pool.execute(() -> finishAfter(release));
        scarce.set(true);

        pool.execute(done::incrementAndGet);
        release.countDown();

        await().until(() -> done.get() == 2);
    }

    @Test
    void aTaskForWhichThereIsNoThreadAtAllIsRefused() {
        scarce.set(true);
        assertThatThrownBy(() -> pool.execute(done::incrementAndGet))
                .isInstanceOf(OutOfMemoryError.class);
        scarce.set(false);

        pool.execute(done::incrementAndGet);

        await().until(() -> done.get() == 1);
    }

    @Test
    void noThreadStaysWhenThereIsNothingToDo() {
        pool = new ReusingThreadPool(4, Duration.ofMillis(20), threads);
        pool.execute(done::incrementAndGet);

        await().until(() -> done.get() == 1 && pool.getPoolSize() == 0);
        pool.execute(done::incrementAndGet);

        await().until(() -> done.get() == 2);
    }

    @Test
    void aClosedPoolFinishesWhatWaitsAndTakesNothingNew() {
        var release = new CountDownLatch(1);
        for (int task = 0; task < 6; task++) {
            pool.execute(() -> finishAfter(release));
        }
        pool.shutdown();
        assertThatThrownBy(() -> pool.execute(done::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class);

        release.countDown();

        await().until(() -> pool.isTerminated());
        assertThat(done).hasValue(6);
    }

    private boolean waits() {
        return pool.getActiveCount() == 0;
    }

    private void finishAfter(CountDownLatch release) {
        try {
            release.await();
            done.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
