package dev.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.Result;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many at once: exactly one gateway comes out of it, and the others say why not. */
class OnlyOneWinsIT extends Scene {

    private static final int ROUNDS = Integer.getInteger("it.rounds", 30);
    private static final int STARTERS = 20;
    private static final int REPLACERS = 10;

    @Test
    void ofManyStartersOnAStalePidFileExactlyOneRuns() throws Exception {
        RunningProcess first = running();
        first.kill(Signal.KILL);
        first.awaitExit(SOON);
        for (int round = 1; round <= ROUNDS; round++) {
            assertThat(home.pidFile()).as("the stale PID file of round %d", round).exists();

            List<RunningProcess> starters = startMany(STARTERS, "run");

            RunningProcess winner = onlyOneLeft(starters, round);
            for (RunningProcess loser : starters) {
                if (loser != winner) {
                    Result result = loser.awaitResult(SOON).expectExit(75);
                    assertThat(result.firstErrorLine())
                            .matches("Another gateway instance \\(PID \\d+\\) is running in .*");
                }
            }
            winner.kill(Signal.KILL);
            winner.awaitExit(SOON);
        }
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void ofManyReplacersExactlyOneSurvives() throws Exception {
        RunningProcess old = running();
        for (int round = 1; round <= ROUNDS; round++) {
            old = replaceByMany(old, round);
        }
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void ofManyReplacersOfAStoppedOneExactlyOneSurvives() throws Exception {
        RunningProcess old = running();
        for (int round = 1; round <= ROUNDS; round++) {
            old.kill(Signal.STOP);
            old = replaceByMany(old, round);
        }
        assertThat(telegram.referee().violations()).isEmpty();
    }

    private RunningProcess replaceByMany(RunningProcess old, int round) throws Exception {
        List<RunningProcess> replacers = startMany(REPLACERS, "run", "--replace");

        RunningProcess winner = onlyOneLeft(replacers, round);
        assertThat(old.awaitExit(SOON)).as("the old one in round %d", round).isZero();
        for (RunningProcess loser : replacers) {
            if (loser != winner) {
                Result result = loser.awaitResult(SOON).expectExit(75);
                assertThat(result.firstErrorLine())
                        .matches(
                                "PID file race lost to another gateway instance \\(PID \\d+\\)\\..*");
            }
        }
        assertThat(home.lockHolder()).hasValue(winner.pid());
        return winner;
    }

    private List<RunningProcess> startMany(int count, String... arguments) {
        List<RunningProcess> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            processes.add(gateway.atLowPriority().start(arguments));
        }
        return processes;
    }

    /** The one that still runs when all others have ended. */
    private RunningProcess onlyOneLeft(List<RunningProcess> all, int round) throws Exception {
        long deadline = System.nanoTime() + SOON.plus(SOON).toNanos();
        while (System.nanoTime() < deadline) {
            List<RunningProcess> left =
                    all.stream().filter(process -> process.exit().isEmpty()).toList();
            assertThat(left).as("gateways alive in round %d", round).isNotEmpty();
            if (left.size() == 1 && home.lockHolder().orElse(0) == left.get(0).pid()) {
                home.awaitState("running", SOON);
                return left.get(0);
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError("more than one is left in round " + round);
    }
}
