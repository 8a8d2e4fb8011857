package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class LinuxProcessProbeTest extends ProcessProbeContract {

    @Override
    ProcessProbe probe() {
        return new LinuxProcessProbe(Path.of("/proc"));
    }

    @Test
    void theProbeOfALinuxMachineReadsProc() {
        assertThat(ProcessProbe.system()).isInstanceOf(LinuxProcessProbe.class);
    }

    @Test
    void aZombieIsDead() throws Exception {
        // The shell turns into a sleep, which never collects what the shell had started.
        try (ChildProcess parent =
                ChildProcess.start("sh", "-c", "sleep 0.01 & echo $!; exec sleep 60")) {
            long zombie = Long.parseLong(parent.readLine());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> probe().state(zombie) == ProcessState.ZOMBIE);
            assertThat(probe().state(zombie).isAlive()).isFalse();
            assertThat(probe().startTicks(zombie)).isPresent();
            assertThat(probe().commandLine(zombie)).isEmpty();
        }
    }

    @Test
    void aStoppedProcessIsAlive() throws Exception {
        try (ChildProcess child = ChildProcess.start("sh", "-c", "kill -STOP $$; exec sleep 60")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> probe().state(child.pid()) == ProcessState.STOPPED);
            assertThat(probe().state(child.pid()).isAlive()).isTrue();
        }
    }

    @Test
    void startTicksTellAProcessFromTheNextOne() throws Exception {
        try (ChildProcess child = ChildProcess.start(program("x) S 1 2 3 (").toString(), "60")) {
            assertThat(probe().startTicks(child.pid()).orElseThrow())
                    .isGreaterThan(probe().startTicks(ProcessHandle.current().pid()).orElseThrow());
        }
    }

    @Test
    void knowsTheBootAndThePidNamespace() {
        assertThat(probe().bootId()).hasValueSatisfying(id -> assertThat(id).hasSize(36));
        assertThat(probe().pidNamespace())
                .hasValueSatisfying(namespace -> assertThat(namespace).matches("pid:\\[\\d+]"));
    }

    @ParameterizedTest
    @CsvSource({
        "R, RUNNING",
        "S, RUNNING",
        "D, RUNNING",
        "I, RUNNING",
        "T, STOPPED",
        "t, STOPPED",
        "Z, ZOMBIE",
        "X, ZOMBIE",
        "x, ZOMBIE"
    })
    void readsTheStateBehindTheLastParenthesis(String letter, ProcessState state) throws Exception {
        stat("4711 (evil) Z 1 (name) " + letter + " 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 777 0 0\n");
        assertThat(fake().state(4711)).isEqualTo(state);
        assertThat(fake().startTicks(4711)).hasValue(777);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "4711 (sleep", "4711 (sleep)", "4711 (sleep) ", ") "})
    void aStatThatIsCutOffIsNoProcess(String text) throws Exception {
        stat(text);
        assertThat(fake().state(4711)).isEqualTo(ProcessState.GONE);
        assertThat(fake().startTicks(4711)).isEmpty();
    }

    @Test
    void aStatWithoutStartTimeHasNone() throws Exception {
        stat("4711 (sleep) S 1 2 3");
        assertThat(fake().startTicks(4711)).isEmpty();
        stat("4711 (sleep) S 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 many 0");
        assertThat(fake().startTicks(4711)).isEmpty();
        assertThat(fake().age(4711)).isEmpty();
    }

    @Test
    void ageIsWhatHasPassedSinceTheStart() throws Exception {
        stat("4711 (sleep) S 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 1000 0");
        Files.writeString(folder.resolve("uptime"), "12.34 99.00\n");
        assertThat(fake().age(4711)).contains(Duration.ofMillis(2340));
        Files.writeString(folder.resolve("uptime"), "");
        assertThat(fake().age(4711)).isEmpty();
    }

    @Test
    void withoutProcNothingIsKnown() {
        var nowhere = new LinuxProcessProbe(folder.resolve("nothing"));
        assertThat(nowhere.state(1)).isEqualTo(ProcessState.GONE);
        assertThat(nowhere.bootId()).isEmpty();
        assertThat(nowhere.pidNamespace()).isEmpty();
    }

    private ProcessProbe fake() {
        return new LinuxProcessProbe(folder);
    }

    private void stat(String text) throws Exception {
        Files.createDirectories(folder.resolve("4711"));
        Files.writeString(folder.resolve("4711/stat"), text, StandardCharsets.ISO_8859_1);
    }
}
