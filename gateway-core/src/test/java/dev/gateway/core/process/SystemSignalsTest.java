package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class SystemSignalsTest {

    private static final int SIGTERM = 128 + 15;
    private static final int SIGKILL = 128 + 9;

    private final ProcessProbe probe = ProcessProbe.system();
    private final ProcessSignals signals = ProcessSignals.system(probe);

    @Test
    void terminateLetsAProcessEndByItself() throws Exception {
        try (ChildProcess child =
                shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done")) {
            assertThat(child.readLine()).isEqualTo("ready");
            assertThat(signals.terminate(ProcessIdentity.of(probe, child.pid()))).isTrue();
            assertThat(child.awaitEnd()).isEqualTo(7);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hangUpReachesTheProcessThatIsMeantAndNoOther() throws Exception {
        try (ChildProcess child =
                shell("trap 'exit 9' HUP; echo ready; while :; do sleep 0.05; done")) {
            assertThat(child.readLine()).isEqualTo("ready");
            var real = ProcessIdentity.of(probe, child.pid());
            var earlier =
                    new ProcessIdentity(
                            real.pid(),
                            OptionalLong.of(real.startTicks().orElseThrow() - 1),
                            real.bootId(),
                            real.pidNamespace());
            assertThat(signals.sendSighup(earlier)).isFalse();
            assertThat(child.pid()).matches(pid -> probe.state(pid).isAlive());
            assertThat(signals.sendSighup(real)).isTrue();
            assertThat(child.awaitEnd()).isEqualTo(9);
        }
    }

    @Test
    void killEndsAProcessThatDoesNotListen() throws Exception {
        try (ChildProcess child = shell("trap '' TERM INT; echo ready; exec sleep 60")) {
            assertThat(child.readLine()).isEqualTo("ready");
            var identity = ProcessIdentity.of(probe, child.pid());
            assertThat(signals.terminate(identity)).isTrue();
            assertThat(signals.kill(identity)).isTrue();
            assertThat(child.awaitEnd()).isEqualTo(SIGKILL);
        }
    }

    /** The JVM of a gateway whose parent ignored SIGTERM never hears of one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatIgnoresSigtermIsAskedBySigint() throws Exception {
        try (ChildProcess child =
                shell(
                        "trap '' TERM; trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done")) {
            assertThat(child.readLine()).isEqualTo("ready");
            assertThat(signals.terminate(ProcessIdentity.of(probe, child.pid()))).isTrue();
            assertThat(child.awaitEnd()).isEqualTo(9);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aStoppedProcessIsResumedSoThatItCanEnd() throws Exception {
        try (ChildProcess child = shell("kill -STOP $$; exec sleep 60")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> probe.state(child.pid()) == ProcessState.STOPPED);
            assertThat(signals.terminate(ProcessIdentity.of(probe, child.pid()))).isTrue();
            assertThat(child.awaitEnd()).isEqualTo(SIGTERM);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatOnlyHasTheNumberGetsNoSignal() throws Exception {
        try (ChildProcess child =
                shell("trap 'echo hit' TERM; while read -r line; do echo \"$line\"; done")) {
            child.writeLine("ready");
            assertThat(child.readLine()).isEqualTo("ready");
            var real = ProcessIdentity.of(probe, child.pid());
            var earlier =
                    new ProcessIdentity(
                            real.pid(),
                            OptionalLong.of(real.startTicks().orElseThrow() - 1),
                            real.bootId(),
                            real.pidNamespace());
            var otherBoot =
                    new ProcessIdentity(
                            real.pid(),
                            real.startTicks(),
                            Optional.of("another"),
                            real.pidNamespace());
            var elsewhere =
                    new ProcessIdentity(
                            real.pid(), real.startTicks(), real.bootId(), Optional.of("pid:[1]"));
            for (ProcessIdentity wrong : new ProcessIdentity[] {earlier, otherBoot, elsewhere}) {
                assertThat(signals.terminate(wrong)).isFalse();
                assertThat(signals.kill(wrong)).isFalse();
            }
            // A signal that was sent would be answered before this.
            child.writeLine("still here");
            assertThat(child.readLine()).isEqualTo("still here");
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void noProcessSignalsItself() {
        var self = ProcessIdentity.of(probe, ProcessHandle.current().pid());
        assertThat(signals.terminate(self)).isFalse();
        assertThat(signals.kill(self)).isFalse();
    }

    @Test
    void aProcessThatIsGoneGetsNone() throws Exception {
        ChildProcess child = ChildProcess.start("sleep", "60");
        var identity = ProcessIdentity.of(probe, child.pid());
        child.close();
        assertThat(signals.terminate(identity)).isFalse();
        assertThat(signals.kill(identity)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aZombieGetsNone() throws Exception {
        try (ChildProcess parent = shell("sleep 0.01 & echo $!; exec sleep 60")) {
            long zombie = Long.parseLong(parent.readLine());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> probe.state(zombie) == ProcessState.ZOMBIE);
            assertThat(signals.terminate(ProcessIdentity.of(probe, zombie))).isFalse();
        }
    }

    /**
     * Starts a script with the default reaction to signals, also if the tests run in the background
     * of another one or under nohup, which ignore some of them.
     */
    private static ChildProcess shell(String script) throws IOException {
        return OS.LINUX.isCurrentOs()
                ? ChildProcess.start("env", "--default-signal=HUP,INT,TERM", "sh", "-c", script)
                : ChildProcess.start("sh", "-c", script);
    }
}
