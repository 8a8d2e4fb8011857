package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every probe, on any system. */
abstract class ProcessProbeContract {

    /** A PID above those of any system. */
    private static final long NOBODY = 1L << 40;

    @TempDir Path folder;

    abstract ProcessProbe probe();

    @Test
    void aLiveProcessRuns() throws Exception {
        try (ChildProcess child = ChildProcess.start("sleep", "60")) {
            assertThat(probe().state(child.pid())).isEqualTo(ProcessState.RUNNING);
        }
    }

    @Test
    void thisProcessRuns() {
        assertThat(probe().state(ProcessHandle.current().pid())).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void aProcessThatWasCollectedIsGone() throws Exception {
        ChildProcess child = ChildProcess.start("sleep", "60");
        child.close();
        assertThat(probe().state(child.pid())).isEqualTo(ProcessState.GONE);
        assertThat(probe().startTicks(child.pid())).isEmpty();
        assertThat(probe().age(child.pid())).isEmpty();
        assertThat(probe().commandLine(child.pid())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -4711, Long.MIN_VALUE, Long.MAX_VALUE, NOBODY})
    void aNumberThatNoProcessCanHaveIsGone(long pid) {
        assertThat(probe().state(pid)).isEqualTo(ProcessState.GONE);
        assertThat(probe().startTicks(pid)).isEmpty();
        assertThat(probe().age(pid)).isEmpty();
        assertThat(probe().commandLine(pid)).isEmpty();
    }

    @Test
    void theNameOfAProgramConfusesNothing() throws Exception {
        try (ChildProcess child = ChildProcess.start(program("a) Z 1 (b").toString(), "60")) {
            assertThat(probe().state(child.pid())).isEqualTo(ProcessState.RUNNING);
            assertThat(probe().age(child.pid()))
                    .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofMinutes(5)));
        }
    }

    @Test
    void theCommandLineKeepsWordsWithSpacesTogether() throws Exception {
        Path program = program("two words");
        try (ChildProcess child = ChildProcess.start(program.toString(), "60")) {
            List<String> words = probe().commandLine(child.pid());
            assertThat(words).hasSize(2);
            assertThat(words.get(0)).endsWith("two words");
            assertThat(words.get(1)).isEqualTo("60");
        }
    }

    @Test
    void anOldProcessIsOlderThanAYoungOne() throws Exception {
        try (ChildProcess child = ChildProcess.start("sleep", "60")) {
            Duration young = probe().age(child.pid()).orElseThrow();
            Duration old = probe().age(ProcessHandle.current().pid()).orElseThrow();
            assertThat(young).isBetween(Duration.ofSeconds(-2), old);
        }
    }

    @Test
    void aProcessHasTheSameIdentityEachTime() throws Exception {
        try (ChildProcess child = ChildProcess.start("sleep", "60")) {
            var first = ProcessIdentity.of(probe(), child.pid());
            var second = ProcessIdentity.of(probe(), child.pid());
            assertThat(first).isEqualTo(second);
            assertThat(first.matches(second)).isTrue();
            assertThat(first.matches(ProcessIdentity.of(probe(), ProcessHandle.current().pid())))
                    .isFalse();
        }
    }

    /** Copies sleep under another name. */
    Path program(String name) throws Exception {
        Path sleep = Path.of("/bin/sleep").toRealPath();
        Path copy = folder.resolve(name);
        Files.copy(sleep, copy, StandardCopyOption.COPY_ATTRIBUTES);
        return copy;
    }
}
