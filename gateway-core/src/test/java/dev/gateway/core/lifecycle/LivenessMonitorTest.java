package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LivenessMonitorTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final List<String> changes = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final List<SupervisedLoop> others = new ArrayList<>();
    private final LivenessMonitor monitor =
            new LivenessMonitor(
                    () -> others, now::get, this::changed, ends::add, this::startThread);
    private final WakeUp wakeUp = new WakeUp();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Exception failure;
    private volatile Error error;
    private volatile boolean hangs;
    private final SupervisedLoop loop = new SupervisedLoop("worker", this::round, wakeUp::signal);

    private volatile boolean threadless;

    private void startThread() {
        if (threadless) {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    private void changed() {
        changes.add(monitor.problem().orElse("none"));
    }

    private void round() throws Exception {
        if (hangs) {
            released.await();
        }
        if (error != null) {
            throw error;
        }
        if (failure != null) {
            throw failure;
        }
        loop.succeeded();
        wakeUp.await(SOON);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        released.countDown();
        loop.thread().join(SOON.toMillis());
    }

    /** Checks every second of that time, as the monitor does by itself. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now.addAndGet(LivenessMonitor.EVERY.toNanos());
            monitor.look();
        }
    }

    private void watched() {
        loop.start();
        await().atMost(SOON).until(() -> loop.rounds() > 0);
        monitor.watch(loop);
    }

    private void failing() {
        watched();
        await().atMost(SOON).until(() -> loop.failureStreak().isPresent());
    }

    @Test
    void aLoopThatSleepsIsWokenAndMoves() {
        watched();
        for (int look = 0; look < 5; look++) {
            long before = loop.rounds();
            pass(Duration.ofSeconds(1));
            assertThat(monitor.problem()).isEmpty();
            await().atMost(SOON).until(() -> loop.rounds() > before);
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void oneThatStandsStillIsToldAndThenEndsTheGateway() {
        hangs = true;
        watched();

        pass(LivenessMonitor.STANDSTILL.plusSeconds(1));

        assertThat(monitor.problem()).contains("worker: it does not move any more");
        assertThat(monitor.stuck()).isEqualTo(monitor.problem());
        assertThat(changes).hasSize(1);
        assertThat(ends).isEmpty();
        pass(LivenessMonitor.PATIENCE.plusSeconds(2));
        assertThat(ends).containsExactly("worker: it does not move any more");
    }

    @Test
    void oneThatMovesAgainIsNoProblemAnyMore() {
        hangs = true;
        watched();
        pass(LivenessMonitor.STANDSTILL.plusSeconds(1));

        hangs = false;
        long before = loop.rounds();
        released.countDown();
        loop.wake();
        await().atMost(SOON).until(() -> loop.rounds() > before);
        pass(Duration.ofSeconds(1));

        assertThat(monitor.problem()).isEmpty();
        assertThat(changes).endsWith("none");
    }

    @Test
    void timeInWhichTheProcessWasStoppedDoesNotCount() {
        hangs = true;
        watched();
        monitor.look();

        now.addAndGet(Duration.ofHours(8).toNanos());
        monitor.look();

        assertThat(monitor.problem()).isEmpty();
    }

    @Test
    void oneThatFailsAgainAndAgainIsToldAndThenEndsTheGateway() {
        error = new OutOfMemoryError("unable to create native thread");
        failing();

        pass(LivenessMonitor.FAILURE.plusSeconds(1));

        assertThat(monitor.problem()).isPresent();
        assertThat(monitor.problem().orElseThrow())
                .isEqualTo("worker: it fails again and again: unable to create native thread");
        assertThat(ends).isEmpty();
        pass(LivenessMonitor.PATIENCE.plusSeconds(1));
        assertThat(ends).hasSize(1);
    }

    @Test
    void aFullDiskIsToldButNeverEndsTheGateway() {
        failure = new IOException("no space left");
        failing();

        pass(LivenessMonitor.PATIENCE.multipliedBy(10));

        assertThat(monitor.problem()).isPresent();
        assertThat(monitor.stuck()).isEmpty();
        assertThat(ends).isEmpty();
    }

    @Test
    void aPassingFailureIsNotTold() {
        error = new OutOfMemoryError("unable to create native thread");
        failing();
        pass(Duration.ofSeconds(1));

        error = null;
        await().atMost(SOON).until(() -> loop.failureStreak().isEmpty());
        pass(LivenessMonitor.STANDSTILL.dividedBy(2));

        assertThat(changes).isEmpty();
        assertThat(ends).isEmpty();
    }

    @Test
    void aThreadThatHasEndedIsToldAndThenEndsTheGateway() {
        var dead = dead();
        others.add(dead);

        pass(Duration.ofSeconds(1));

        assertThat(monitor.problem()).contains("dead: its thread has ended");
        assertThat(ends).isEmpty();
        pass(LivenessMonitor.FAILURE.plusSeconds(1));
        assertThat(ends).hasSize(1);
    }

    @Test
    void aLoopThatWasStoppedIsNotMissed() {
        var dead = dead();
        monitor.watch(dead);
        dead.stop();

        pass(LivenessMonitor.STANDSTILL.plus(LivenessMonitor.PATIENCE).multipliedBy(2));

        assertThat(monitor.problem()).isEmpty();
    }

    /** A signal would be lost, and SIGTERM with it. */
    @Test
    void aShortageOfThreadsIsToldAlthoughAllLoopsGoRoundAndEndsTheGatewayIfItLasts() {
        threadless = true;
        pass(LivenessMonitor.FAILURE.plusSeconds(1));
        assertThat(changes)
                .containsExactly("no thread can be started: unable to create native thread");
        threadless = false;
        pass(LivenessMonitor.EVERY);
        assertThat(changes).last().isEqualTo("none");
        assertThat(ends).isEmpty();

        threadless = true;
        pass(LivenessMonitor.PATIENCE.plusSeconds(2));

        assertThat(ends)
                .containsExactly("no thread can be started: unable to create native thread");
    }

    /**
     * Returns a loop that is dead: a round's exception cannot end its thread, so it never had one.
     */
    private static SupervisedLoop dead() {
        var loop = new SupervisedLoop("dead", () -> {}, () -> {}, work -> new Thread(() -> {}));
        loop.start();
        await().atMost(SOON).until(loop::isDead);
        return loop;
    }
}
