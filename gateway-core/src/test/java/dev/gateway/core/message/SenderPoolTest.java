package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SenderPoolTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger givenBack = new AtomicInteger();
    private final Semaphore callEnds = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    private SenderPool pool =
            new SenderPool(4, DaemonThreads.named("outbox"), finished::incrementAndGet, now::get);

    @AfterEach
    void close() {
        callEnds.release(100);
        release.countDown();
        pool.close();
    }

    @Test
    void platformsWithoutAnAnswerInProgressMayBeginWhereBusyOnesMayNot() {
        begin(4);
        assertThat(pool.room()).as("one may wait").isEqualTo(1);
        begin(1);

        assertThat(pool.room()).isZero();
        assertThat(pool.roomOfOthers()).isEqualTo(4);
    }

    @Test
    void slowAnswersGiveTheirPlacesToOthersUpToALimit() {
        begin(4);
        assertThat(pool.untilRoom(LONG)).isEqualTo(Duration.ofSeconds(1));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(pool.room()).isEqualTo(5);
        for (int step = 2; step <= 16; step++) {
            begin(4);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(pool.room()).isZero();
        assertThat(pool.roomOfOthers()).isZero();
        assertThat(pool.untilRoom(LONG)).isEqualTo(LONG);
    }

    @Test
    void thePlaceOfASlowAnswerIsCountedOnce() {
        begin(4);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(pool.room()).isEqualTo(5);

        callEnds.release(4);
        release.countDown();

        await().until(() -> finished.get() >= 4);
        assertThat(pool.room()).isEqualTo(5);
        assertThat(pool.roomOfOthers()).isEqualTo(8);
    }

    @Test
    void anAnswerWithoutAThreadTakesNoPlace() {
        pool =
                new SenderPool(
                        4,
                        task -> {
                            throw new OutOfMemoryError("unable to create native thread");
                        },
                        finished::incrementAndGet,
                        now::get);

        assertThatThrownBy(() -> begin(1)).isInstanceOf(OutOfMemoryError.class);
        assertThat(pool.room()).isEqualTo(5);
    }

    @Test
    void anAnswerThatWaitsBeginsWhenACallHasEndedThoughItsResultIsNotStored() {
        begin(5);
        await().until(() -> begun.get() == 4);

        callEnds.release();

        await().until(() -> begun.get() == 5);
        assertThat(finished).hasValue(1);
        assertThat(pool.room()).isEqualTo(1);
    }

    @Test
    void anAnswerThatWaitsBeginsWhenACallHasBecomeSlow() {
        begin(5);
        await().until(() -> begun.get() == 4);

        now.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(pool.room()).isEqualTo(4);
        await().until(() -> begun.get() == 5);
    }

    @Test
    void resultsThatAreNotStoredTakeThreadsButNoPlaces() {
        for (int step = 1; step <= 2; step++) {
            int calls = 4 * step;
            begin(4);
            await().until(() -> begun.get() == calls);
            callEnds.release(4);
            await().until(() -> callEnds.availablePermits() == 0 && ended.get() == calls);
        }

        assertThat(pool.room()).as("all threads store").isZero();
        assertThat(pool.roomOfOthers()).isZero();
    }

    @Test
    void aResultThatTheJournalStoresCountsUntilItIsStoredThoughItsThreadIsFree() {
        var results = new ConcurrentLinkedQueue<SenderPool.Progress>();
        SenderPool.Sending sending =
                new Scripted() {
                    @Override
                    public void run(SenderPool.Progress progress) {
                        progress.callEnded();
                        results.add(progress);
                    }
                };
        for (int i = 1; i <= 8; i++) {
            int sent = i;
            pool.start(sending, false);
            await().until(() -> results.size() == sent);
        }
        await().until(() -> pool.room() == 0);

        results.forEach(SenderPool.Progress::resultStored);
        results.forEach(SenderPool.Progress::resultStored); // Counts once.

        assertThat(pool.room()).isEqualTo(5);
        assertThat(finished).hasValue(8);
    }

    @Test
    void aSendingThatFailsEndsAtOnce() {
        SenderPool.Sending failing =
                new Scripted() {
                    @Override
                    public void run(SenderPool.Progress progress) {
                        throw new IllegalStateException("on purpose");
                    }
                };

        pool.start(failing, false);

        await().dontCatchUncaughtExceptions().until(() -> finished.get() == 1);
        assertThat(pool.room()).isEqualTo(5);
    }

    @Test
    void whatWaitsAtTheEndIsGivenBack() {
        begin(5);

        pool.close();

        assertThat(givenBack).hasValue(1);
    }

    private void begin(int answers) {
        for (int i = 0; i < answers; i++) {
            pool.start(new Scripted(), false);
        }
    }

    /** A call that ends, and a result that is stored, when the test says so. */
    private class Scripted implements SenderPool.Sending {

        @Override
        public void run(SenderPool.Progress progress) {
            try {
                begun.incrementAndGet();
                callEnds.acquire();
                progress.callEnded();
                ended.incrementAndGet();
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                progress.resultStored();
            }
        }

        @Override
        public void giveBack() {
            givenBack.incrementAndGet();
        }
    }
}
