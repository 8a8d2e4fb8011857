package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SupervisedLoopTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final WakeUp wakeUp = new WakeUp();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();
    private Class<? extends Throwable> kind = OutOfMemoryError.class;
    private final AtomicReference<SupervisedLoop> current = new AtomicReference<>();
    private final SupervisedLoop loop =
            new SupervisedLoop("test-loop", this::round, wakeUp::signal);

    @BeforeEach
    void use() {
        current.set(loop);
    }

    private void round() throws Exception {
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            Throwable failure = kind.getConstructor(String.class).newInstance("out of it");
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
        good.incrementAndGet();
        current.get().succeeded();
        wakeUp.await(Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        current.get().interrupt();
        loop.interrupt();
        loop.thread().join(SOON.toMillis());
        assertThat(loop.thread().isAlive()).isFalse();
        assertThat(loop.isDead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OutOfMemoryError.class,
                StackOverflowError.class,
                NoClassDefFoundError.class,
                AssertionError.class,
                IllegalStateException.class,
                IOException.class
            })
    void goesOnAfterWhateverARoundThrows(Class<? extends Throwable> failure) {
        kind = failure;
        failuresLeft.set(4);
        loop.start();

        await().atMost(SOON).until(() -> good.get() > 0);

        await().atMost(SOON).until(() -> loop.failureStreak().isEmpty());
        assertThat(loop.rounds()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void anErrorDoesNotEndItsThread() {
        failuresLeft.set(1);
        loop.start();

        await().atMost(SOON).until(() -> good.get() > 0 || loop.isDead());

        assertThat(loop.isDead()).isFalse();
    }

    @Test
    void tellsHowOftenItFailedInARow() {
        failuresLeft.set(Integer.MAX_VALUE);
        loop.start();

        await().atMost(SOON)
                .until(() -> loop.failureStreak().filter(it -> it.times() > 2).isPresent());

        assertThat(loop.failureStreak().orElseThrow().reason()).isEqualTo("out of it");
        assertThat(loop.failureStreak().orElseThrow().isExternal()).isFalse();
        failuresLeft.set(0);
        await().atMost(SOON).until(() -> loop.failureStreak().isEmpty());
    }

    @Test
    void whatADiskRefusesIsExternal() {
        kind = IOException.class;
        failuresLeft.set(Integer.MAX_VALUE);
        loop.start();

        await().atMost(SOON).until(() -> loop.failureStreak().isPresent());

        assertThat(loop.failureStreak().orElseThrow().isExternal()).isTrue();
    }

    @Test
    void theWordsOfAnUnexpectedExceptionAreKeptForTheLog() {
        var failing =
                new SupervisedLoop.FailureStreak(1, 0, new IllegalStateException("token 4711"));
        assertThat(failing.reason()).isEqualTo("IllegalStateException (see the log)");
    }

    @Test
    void anInterruptEndsARoundAndNotTheLoop() {
        loop.start();
        await().atMost(SOON).until(() -> good.get() == 1);

        loop.interrupt();

        await().atMost(SOON).until(() -> good.get() == 2);
        assertThat(loop.failureStreak()).isEmpty();
    }

    @Test
    void aStopEndsAPauseAfterAFailure() {
        failuresLeft.set(Integer.MAX_VALUE);
        loop.start();
        await().atMost(SOON).until(() -> loop.failureStreak().isPresent());

        loop.stop();

        await().atMost(SOON).until(() -> !loop.thread().isAlive());
    }

    @Test
    void canBeStartedAgainWhenThereWasNoThreadForIt() {
        var refused = new AtomicInteger(2);
        var scarce =
                new SupervisedLoop(
                        "scarce",
                        this::round,
                        wakeUp::signal,
                        work ->
                                new Thread(work, "scarce") {
                                    @Override
                                    public synchronized void start() {
                                        if (refused.getAndDecrement() > 0) {
                                            throw new OutOfMemoryError(
                                                    "unable to create native thread");
                                        }
                                        super.start();
                                    }
                                },
                        System::nanoTime);
        current.set(scarce);

        assertThatThrownBy(scarce::start).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(scarce::start).isInstanceOf(OutOfMemoryError.class);
        assertThat(scarce.isStarted()).isFalse();
        assertThat(scarce.isDead()).isFalse();
        scarce.start();

        await().atMost(SOON).until(() -> good.get() > 0);
        scarce.stop();
    }
}
