package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.event.EventType;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.TokenHandover;
import dev.gateway.sim.referee.TokenLabel;
import dev.gateway.sim.weixin.FakeWeixin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/17198">#17198</a>: a restart sends
 * SIGTERM and starts at once. The old process needs some 18 s to release the Weixin token, so the
 * new one finds the token in use, takes that for a conflict that no retry resolves, and exits. The
 * old one ends a little later, and no gateway runs any more. The users' workaround was {@code stop;
 * sleep 3; start}.
 */
class Report17198RestartRaceIT extends RaceFixture {

    private static final Duration REPORTED = Duration.ofSeconds(18);
    private static final Duration SCALED = REPORTED.dividedBy(10);
    private static final int ROUNDS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<FakeWeixin> platforms = new ArrayList<>();
    private FakeWeixin weixin;
    private ObservedHome home;

    @BeforeEach
    void openAScaledWeixin() throws Exception {
        weixin = weixin(SCALED);
        home = newHome(HomeConfig.echo().with("mama", weixin));
    }

    @AfterEach
    void closeThePlatforms() {
        scope.close();
        platforms.forEach(FakeWeixin::close);
    }

    private FakeWeixin weixin(Duration release) {
        FakeWeixin platform = FakeWeixin.start();
        platform.slowRelease(release);
        platforms.add(platform);
        return platform;
    }

    /** Runs once with the 18 s of the report, and meanwhile several times with a tenth of it. */
    @Test
    void aRestartWaitsForAsLongAsTheTokenTakes() throws Exception {
        FakeWeixin slow = weixin(REPORTED);
        ObservedHome reportedHome = newHome(HomeConfig.echo().with("mama", slow));
        RunningProcess reportedOld = reportedRunning(reportedHome);
        CommandResult lost = reported(reportedHome).run(TIMEOUT, "restart", "--as", "17198");
        expectConflict(lost, reportedOld);
        assertThat(reportedOld.isAlive()).as("the old one, 18 s from its end").isTrue();
        crash(reportedOld);
        slow.referee().forget();

        ObservedHome slowHome = newHome(HomeConfig.echo().with("mama", slow));
        RunningProcess old = running(slowHome);
        RunningProcess restart = gateway(slowHome).start("restart");
        repeatScaled();
        CommandResult result = restart.awaitResult(REPORTED.plus(TIMEOUT)).expectExit(0);

        assertThat(result.elapsed()).isGreaterThan(REPORTED);
        TokenHandover handover = expectHandedOver(slow, slowHome, old, result);
        RaceRow.of("R1", 17198, "restart, Weixin lets go after 18 s")
                .control("`Weixin bot token already in use (PID …)`, nothing runs", 1, 1)
                .gateway("the old one ends by itself, the new one takes over", 1)
                .figures(
                        "restart %.1f s; gap in polls %.1f s, %.1f s of it Weixin's",
                        seconds(result.elapsed()), seconds(handover.gap()), seconds(REPORTED))
                .record();
    }

    private void repeatScaled() throws Exception {
        int seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RunningProcess old = reportedRunning(home);
            expectConflict(reported(home).run(TIMEOUT, "restart", "--as", "17198"), old);
            assertThat(old.awaitExit(TIMEOUT)).as("nothing runs any more").isZero();
            seen++;
        }
        weixin.referee().forget();
        List<Duration> gaps = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            RunningProcess old = running(home);
            CommandResult result = gateway(home).run(TIMEOUT, "restart").expectExit(0);
            gaps.add(expectHandedOver(weixin, home, old, result).gap());
            gateway(home).run(TIMEOUT, "stop").expectExit(0);
        }
        Duration longest = gaps.stream().max(Duration::compareTo).orElseThrow();
        RaceRow.of("R1 x0.1", 17198, "the same with 1.8 s, repeated")
                .control("`Weixin bot token already in use (PID …)`, nothing runs", seen, ROUNDS)
                .gateway("the new one takes over", gaps.size())
                .figures("longest gap in polls %.1f s", seconds(longest))
                .record();
    }

    /** Shows F6: wait, but SIGKILL at min(50 % of the drain, 10 s): before the 18 s are over. */
    @Test
    void aForcedKillAtHalfTheDrainKillsTheDisconnectItWaitsFor() throws Exception {
        RunningProcess reportedOld = reportedRunning(home);
        RunningProcess reportedNew =
                reported(home).start("restart", "--as", "17198-fix", "--scale", "0.1");
        assertThat(reportedOld.awaitExit(TIMEOUT)).as("killed by SIGKILL").isEqualTo(137);
        reportedNew.awaitLine("still running after .*; sending SIGKILL", TIMEOUT);
        crash(reportedNew);
        weixin.referee().forget();

        RunningProcess old = running(home);
        CommandResult result = gateway(home).run(TIMEOUT, "restart").expectExit(0);

        TokenHandover handover = expectHandedOver(weixin, home, old, result);
        RaceRow.of("F6", 17198, "SIGKILL at min(50 % of drain, 10 s), 18 s disconnect; x0.1")
                .control("kills the disconnect that it waits for", 1, 1)
                .gateway("waits for its end, no SIGKILL", 1)
                .figures("gap in polls %.1f s", seconds(handover.gap()))
                .record();
    }

    /** Shows F9: waitpid() on a process that is not our child is an error, not a wait. */
    @Test
    void waitpidDoesNotWaitForAProcessThatIsNoChild() throws Exception {
        RunningProcess reportedOld = reportedRunning(home);
        CommandResult lost = reported(home).run(TIMEOUT, "restart", "--as", "17198-waitpid");
        assertThat(lost.stderr()).contains("[Errno 10] No child processes");
        expectConflict(lost, reportedOld);
        reportedOld.awaitExit(TIMEOUT);
        weixin.referee().forget();

        RunningProcess old = running(home);
        CommandResult result = gateway(home).run(TIMEOUT, "restart").expectExit(0);

        expectHandedOver(weixin, home, old, result);
        RaceRow.of("F9", 17198, "waitpid() on the old process; x0.1")
                .control("ECHILD, no wait, token in use", 1, 1)
                .gateway("waits on the kernel lock", 1)
                .figures("restart %.1f s", seconds(result.elapsed()))
                .record();
    }

    /** Shows F11: the process in the record and the holder of the token can differ. */
    @Test
    void aRecordThatNamesADeadProcessDoesNotFreeAToken() throws Exception {
        RunningProcess reportedHolder = reportedRunning(home);
        nameADeadProcessIn(tokenRecord(home));
        ObservedHome reportedOther = besides(home);
        RunningProcess thief = reportedRunning(reportedOther, "--as", "17198");
        assertThat(reportedHolder.isAlive()).isTrue();
        awaitTwoPollers(weixin);
        crash(thief);
        crash(reportedHolder);
        weixin.referee().forget();

        RunningProcess holder = running(home);
        nameADeadProcessIn(tokenRecord(home));
        ObservedHome other = besides(home);
        RunningProcess second = gateway(other).start("run");
        second.awaitLine(
                "Weixin bot token already in use \\(PID %d\\)\\. Waiting".formatted(holder.pid()),
                TIMEOUT);
        other.awaitState("degraded", TIMEOUT);
        weixin.user("mama").says("still there?").awaitAnswer(TIMEOUT);
        assertThat(weixin.referee().violations()).isEmpty();
        gateway(home).run(TIMEOUT, "stop").expectExit(0);
        other.awaitState("running", TIMEOUT);

        assertThat(weixin.referee().violations()).isEmpty();
        RaceRow.of("F11", 17198, "the token's record names a dead PID, another process holds it")
                .control("believes the record: two pollers", 1, 1)
                .gateway("believes the kernel: waits, then takes over", 1)
                .record();
    }

    private static ObservedHome besides(ObservedHome home) throws Exception {
        ObservedHome other = ObservedHome.create(home.path().getParent());
        return other.writeConfig(Files.readString(home.configFile()));
    }

    private Path tokenRecord(ObservedHome at) {
        return at.tokenLocks().resolve(TokenLabel.of("weixin", weixin.token()) + ".json");
    }

    /**
     * Writes a dead PID into the record, as seen in the field: one PID in the file, another with
     * the token.
     */
    private void nameADeadProcessIn(Path record) throws Exception {
        RunningProcess dead = scope.start("true");
        dead.awaitExit(TIMEOUT);
        ObjectNode json = (ObjectNode) JSON.readTree(record.toFile());
        assertThat(json.path("pid").asLong()).isPositive();
        Files.write(record, JSON.writeValueAsBytes(json.put("pid", dead.pid())));
    }

    private static void expectConflict(CommandResult restart, RunningProcess old) {
        String conflict =
                "Weixin bot token already in use (PID %d). Stop the other gateway first."
                        .formatted(old.pid());
        assertThat(restart.expectExit(0).stderr())
                .contains("ERROR gateway.platforms.base: [Weixin] " + conflict)
                .contains("Gateway hit a non-retryable startup conflict: weixin: " + conflict)
                .contains("Gateway exiting cleanly");
    }

    /**
     * Checks that the old gateway ended by itself, the platform received its whole disconnect, and
     * a new poller followed.
     */
    private TokenHandover expectHandedOver(
            FakeWeixin platform, ObservedHome at, RunningProcess old, CommandResult restart)
            throws Exception {
        assertThat(old.awaitExit(TIMEOUT)).as("by itself, not by a signal").isZero();
        assertThat(restart.stdout()).contains("from PID " + old.pid()).doesNotContain("killed");
        assertThat(at.events(EventType.STOPPED)).anyMatch(event -> event.pid() == old.pid());
        assertThat(at.awaitState("running", TIMEOUT).path("pid").asLong()).isNotEqualTo(old.pid());
        platform.user("mama").says("still there?").awaitAnswer(TIMEOUT);
        assertThat(platform.referee().violations()).isEmpty();
        List<TokenHandover> handovers =
                platform.referee().handovers(platform.referee().tokens().get(0));
        TokenHandover last = handovers.get(handovers.size() - 1);
        System.out.printf("restart: gap in polls %d ms%n", last.gap().toMillis());
        assertThat(last.gap()).isPositive();
        return last;
    }
}
