package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.ChatStats;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.TokenHandover;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Restarts a gateway under chat: the users notice nothing, and the platform never sees two pollers.
 */
class RestartUnderLoadIT extends GatewayProcessFixture {

    private static final int RESTARTS = 5;

    /** A limit for milliseconds of work, generous for a machine with ten other tasks. */
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(20);

    @Test
    void losesNothingAndNeverHasTwoPollers() throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        var mama = ChatGenerator.start(telegram.user("mama"), Duration.ofMillis(20));
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < RESTARTS; i++) {
            pids.add(home.lockHolder().orElseThrow());
            CommandResult restart = gateway.run(TIMEOUT.plus(BUDGET), "restart").expectExit(0);
            assertThat(restart.stdout()).contains("successor loaded, stands by", "Handed over");
            telegram.user("papa").says("restart " + i).awaitAnswer(TIMEOUT);
        }
        mama.stop();
        ChatStats count = mama.awaitAnswers(TIMEOUT);
        gateway.run(TIMEOUT, "stop").expectExit(0);

        assertThat(count.flawless()).as("%s", count).isTrue();
        assertThat(telegram.referee().violations()).isEmpty();
        assertThat(pids).doesNotHaveDuplicates();
        List<TokenHandover> handovers =
                telegram.referee().handovers(telegram.referee().tokens().get(0));
        assertThat(handovers).hasSize(RESTARTS);
        handovers.forEach(
                handover -> {
                    System.out.printf(
                            "restart: last poll of the old to first poll of the new %d ms%n",
                            handover.gap().toMillis());
                    assertThat(handover.gap()).isBetween(Duration.ZERO, BUSY_LIMIT);
                });
    }

    @Test
    void aBrokenConfigStopsNothing() throws Exception {
        RunningProcess old = running();
        String config = Files.readString(home.configFile());
        home.writeConfig(config.replace("drain_timeout", "drain_timout").replace("echo", "ecco"));

        CommandResult restart = gateway.run(TIMEOUT, "restart").expectExit(78);

        assertThat(restart.stderr())
                .contains("drain_timout")
                .contains("drain_timeout")
                .contains("ecco")
                .contains("line ");
        assertThat(old.isAlive()).isTrue();
        telegram.user("mama").says("still there?").awaitAnswer(TIMEOUT);
    }

    @Test
    void startsOneIfNothingRuns() throws Exception {
        gateway.run(TIMEOUT, "restart").expectExit(0);

        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);
    }

    @Test
    void severalAtOnceAreSerialisedAndLeaveOneGateway() throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        List<RunningProcess> restarts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            restarts.add(gateway.start("restart"));
        }
        for (RunningProcess restart : restarts) {
            restart.awaitResult(TIMEOUT.plus(TIMEOUT)).expectExit(0);
        }

        assertThat(home.lockHolder()).isPresent();
        assertThat(home.lockWaiters()).isEmpty();
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);
        assertThat(telegram.referee().violations()).isEmpty();
    }

    /** Tests that the successor ends: it would stand by for ever, and undo the next stop. */
    @Test
    void aSuccessorWhoseRestartWasKilledGoesAway() throws Exception {
        RunningProcess old = running();
        RunningProcess restart = scope.start("sleep", "86400");
        RunningProcess successor =
                gateway.start("run", "--on-conflict=wait", "--launched-by=" + restart.pid());
        successor.awaitLine("Standing by", TIMEOUT);

        restart.kill(Signal.KILL);

        assertThat(successor.awaitExit(TIMEOUT)).isEqualTo(75);
        successor.awaitLine(
                "Another gateway instance \\(PID %d\\) is running.*The restart that launched this one is gone"
                        .formatted(old.pid()),
                TIMEOUT);
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(home.lockHolder()).isEmpty();
    }

    @Test
    void aSupervisedStartThatMeetsALiveOneStandsByAndTakesOver() throws Exception {
        RunningProcess old = running();
        RunningProcess standby = gateway.start("run", "--on-conflict=wait");
        standby.awaitLine("Standing by", TIMEOUT);

        gateway.run(TIMEOUT, "stop").expectExit(0);

        old.awaitExit(TIMEOUT);
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);
        assertThat(home.lockHolder()).hasValue(standby.pid());
    }
}
