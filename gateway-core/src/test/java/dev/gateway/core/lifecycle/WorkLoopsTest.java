package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkLoopsTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private boolean hangs;
    private final WorkLoops loops =
            new WorkLoops(
                    List.of(
                            new WorkLoops.Loop("idle", now::get, () -> {}),
                            new WorkLoops.Loop("worker", rounds::get, this::wake)),
                    now::get);

    private void wake() {
        if (!hangs) {
            rounds.incrementAndGet();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aLoopThatSleepsIsWokenAndMoves() {
        for (int look = 0; look < 10; look++) {
            assertThat(loops.stuck()).isEmpty();
            pass(WorkLoops.LIMIT.multipliedBy(10));
        }
        assertThat(rounds).hasValue(10);
    }

    @Test
    void oneThatDoesNotMoveWhenWokenIsStuckAfterAWhile() {
        hangs = true;
        assertThat(loops.stuck()).isEmpty();
        pass(WorkLoops.LIMIT);
        assertThat(loops.stuck()).isEmpty();
        pass(WorkLoops.LIMIT);
        assertThat(loops.stuck()).contains("worker");
        pass(WorkLoops.LIMIT);
        assertThat(loops.stuck()).contains("worker");
    }

    @Test
    void oneThatComesBackIsNotStuckAnyMore() {
        hangs = true;
        loops.stuck();
        pass(WorkLoops.LIMIT.multipliedBy(2));
        assertThat(loops.stuck()).isPresent();
        rounds.incrementAndGet();
        hangs = false;
        assertThat(loops.stuck()).isEmpty();
    }
}
