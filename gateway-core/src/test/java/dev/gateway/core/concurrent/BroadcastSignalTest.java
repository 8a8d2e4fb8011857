package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BroadcastSignalTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final BroadcastSignal signal = new BroadcastSignal();

    @Test
    void allThatWaitAreWoken() throws Exception {
        long seen = signal.count();
        var woken = new CountDownLatch(3);
        List<Thread> threads = Stream.generate(() -> waiting(seen, woken)).limit(3).toList();
        threads.forEach(Thread::start);
        await().until(
                        () ->
                                threads.stream()
                                        .allMatch(
                                                one ->
                                                        one.getState()
                                                                == Thread.State.TIMED_WAITING));

        signal.signal();

        woken.await();
    }

    @Test
    void oneGivenSinceTheLookIsNotMissed() throws Exception {
        long seen = signal.count();
        signal.signal();

        signal.awaitAfter(seen, LONG);

        assertThat(signal.count()).isEqualTo(seen + 1);
    }

    @Test
    void theWaitEndsInTimeWithoutOne() throws Exception {
        signal.awaitAfter(signal.count(), Duration.ofMillis(5));

        assertThat(signal.count()).isZero();
    }

    private Thread waiting(long seen, CountDownLatch woken) {
        return DaemonThreads.single("waits")
                .newThread(
                        () -> {
                            try {
                                signal.awaitAfter(seen, LONG);
                                woken.countDown();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
