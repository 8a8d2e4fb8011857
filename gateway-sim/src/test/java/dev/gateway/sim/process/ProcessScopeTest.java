package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessScopeTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ProcessScope scope = ProcessScope.open();

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void eachProcessLeadsASessionOfItsOwn() throws Exception {
        RunningProcess process = scope.start("sleep", "3600");
        Await.until(
                () -> ProcessStat.of(process.pid()).orElseThrow().session() == process.pid(),
                LIMIT,
                () -> "it is in another session");
        assertThat(scope.survivors()).containsExactly(process.pid());
    }

    @Test
    void closeEndsWhatDetachedItselfAndLostItsParent() throws Exception {
        RunningProcess shell = scope.start("sh", "-c", detached("sleep 3600") + " exit 7");
        assertThat(shell.awaitExit(LIMIT)).isEqualTo(7);
        Await.until(() -> !scope.survivors().isEmpty(), LIMIT, () -> "nothing was left behind");
        long orphan = scope.survivors().get(0);
        assertThat(orphan).isNotEqualTo(shell.pid());

        scope.close();
        assertThat(ProcessStat.of(orphan).filter(ProcessStat::isAlive)).isEmpty();
    }

    @Test
    void closeEndsWhatRefusesToEndAndWhatIsFrozen() throws Exception {
        RunningProcess stubborn =
                scope.start(
                        "sh", "-c", "trap '' TERM INT HUP; echo ready; while :; do sleep 1; done");
        stubborn.awaitLine("ready", LIMIT);
        RunningProcess frozen = scope.start("sleep", "3600");
        frozen.kill(Signal.STOP);

        scope.close();
        assertThat(stubborn.stdout()).as("still readable").containsExactly("ready");
        assertThat(stubborn.isAlive()).isFalse();
        assertThat(frozen.isAlive()).isFalse();
        assertThat(scope.survivors()).isEmpty();
    }

    @Test
    void survivorsThatShouldNotBeAreNamed() throws Exception {
        // Before its exec the process has the environment of this JVM and does not count as
        // started.
        RunningProcess process = scope.start("sh", "-c", "echo ready; exec sleep 3600");
        process.awaitLine("ready", LIMIT);
        assertThatThrownBy(() -> scope.awaitNoSurvivors(Duration.ofMillis(50)))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("[" + process.pid() + "]");
    }

    @Test
    void anOuterScopeEndsWhatAnInnerOneStarted() throws Exception {
        RunningProcess other = scope.start(ForkedJvm.jvm("scope"));
        long sleeper = sleeperOf(other);
        assertThat(scope.survivors()).contains(other.pid(), sleeper);

        scope.close();
        assertThat(ProcessStat.of(sleeper).filter(ProcessStat::isAlive)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TERM", "INT", "HUP", "KILL"})
    void aJvmThatIsKilledLeavesNothingBehind(Signal signal) throws Exception {
        RunningProcess other = scope.start(ForkedJvm.jvm("scope"));
        long sleeper = sleeperOf(other);

        other.kill(signal);
        other.awaitExit(LIMIT);
        scope.awaitNoSurvivors(LIMIT);
        assertThat(ProcessStat.of(sleeper).filter(ProcessStat::isAlive)).isEmpty();
    }

    @Test
    void theGuardianEndsWithItsScope() throws Exception {
        OrphanReaper reaper = OrphanReaper.start(new ProcessTag());
        assertThat(ProcessStat.of(reaper.pid())).isPresent();
        reaper.close();
        Await.until(() -> ProcessStat.of(reaper.pid()).isEmpty(), LIMIT, () -> "it is still there");
    }

    private static long sleeperOf(RunningProcess other) throws InterruptedException {
        return Long.parseLong(other.awaitLine("sleeper (\\d+)", LIMIT).group(1));
    }

    private static String detached(String command) {
        return "setsid " + command + " </dev/null >/dev/null 2>&1 &";
    }
}
