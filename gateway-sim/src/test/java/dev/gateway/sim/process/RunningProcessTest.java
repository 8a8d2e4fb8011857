package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final ProcessScope scope = ProcessScope.open();

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void hasTheNumberThatTheCommandSeesItself() throws Exception {
        RunningProcess process = sh("echo $$; exec sleep 3600");
        assertThat(process.awaitLine("^\\d+$", LIMIT).group())
                .isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void collectsBothStreams() throws Exception {
        CommandResult result = sh("echo out; echo err >&2; echo 微信; exit 75").awaitResult(LIMIT);
        assertThat(result.stdout()).isEqualTo("out\n微信\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.firstErrorLine()).isEqualTo("err");
        assertThat(result.exit()).isEqualTo(75);
        assertThat(result.elapsed()).isPositive();
    }

    @Test
    void takesAFloodOfOutput() throws Exception {
        RunningProcess process = sh("i=0; while [ $i -lt 50000 ]; do echo $i; i=$((i+1)); done");
        assertThat(process.awaitResult(LIMIT).stdout()).endsWith("\n49999\n");
    }

    @Test
    void findsALineThatWasPrintedBeforeAnybodyWaited() throws Exception {
        RunningProcess process = sh("echo port 4711 >&2; exec sleep 3600");
        process.awaitLine("port", LIMIT);
        assertThat(process.awaitLine("port (\\d+)", LIMIT).group(1)).isEqualTo("4711");
    }

    @Test
    void aLineThatCannotComeAnyMoreIsNotWaitedFor() {
        RunningProcess process = sh("echo 'no port' >&2; exit 3");
        assertThatThrownBy(() -> process.awaitLine("port (\\d+)", Duration.ofDays(1)))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("port (\\d+)")
                .hasMessageContaining("no port");
    }

    @Test
    void aLineThatDoesNotComeIsNotWaitedForLongerThanAllowed() {
        RunningProcess process = sh("exec sleep 3600");
        assertThatThrownBy(() -> process.awaitLine("port", SHORT))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("running");
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void anEndThatDoesNotComeIsNotWaitedForLongerThanAllowed() {
        RunningProcess process = sh("echo busy; exec sleep 3600");
        assertThatThrownBy(() -> process.awaitExit(SHORT))
                .isInstanceOf(ExpectationFailedException.class);
        assertThat(process.exit()).isEmpty();
        assertThat(process.endedAt()).isZero();
    }

    @Test
    void aSignalEndsIt() throws Exception {
        RunningProcess process = sh("exec sleep 3600");
        long before = System.nanoTime();
        process.kill(Signal.KILL);
        assertThat(process.awaitExit(LIMIT)).isEqualTo(128 + 9);
        assertThat(process.isAlive()).isFalse();
        assertThat(process.endedAt()).isBetween(before, System.nanoTime());
        process.kill(Signal.TERM);
    }

    @Test
    void aSignalIsTrapped() throws Exception {
        RunningProcess process =
                sh("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        process.awaitLine("ready", LIMIT);
        process.kill(Signal.TERM);
        assertThat(process.awaitResult(LIMIT).stdout()).isEqualTo("ready\nbye\n");
    }

    @Test
    void aFrozenProcessIsAlive() throws Exception {
        RunningProcess process = sh("exec sleep 3600");
        process.kill(Signal.STOP);
        Await.until(() -> seen(process).isStopped(), LIMIT, () -> "not stopped");
        assertThat(process.isAlive()).isTrue();
        process.kill(Signal.CONT);
        Await.until(() -> !seen(process).isStopped(), LIMIT, () -> "still stopped");
    }

    @Test
    void aDescendantThatKeepsTheOutputOpenDoesNotHoldUpTheResult() throws Exception {
        CommandResult result = sh("sleep 3600 & echo started").awaitResult(LIMIT);
        assertThat(result.stdout()).isEqualTo("started\n");
        assertThat(scope.survivors()).hasSize(1);
    }

    private RunningProcess sh(String script) {
        return scope.start("sh", "-c", script);
    }

    private static ProcessStat seen(RunningProcess process) {
        return ProcessStat.of(process.pid()).orElseThrow();
    }
}
