package dev.gateway.core.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.lifecycle.GatewayFixture;
import dev.gateway.core.lifecycle.ScriptedPlatform;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.status.GatewayState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpRunTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final HostServices machine = HostServices.system();

    @Test
    void aCompleteCycleRunsAndLeavesNothingBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThat(WarmUpRun.run(machine, folder)).isTrue();

        assertThat(folder).isEmptyDirectory();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(newThreads(before)).as("threads").isEmpty());
    }

    @Test
    void inAFolderThatCannotBeWrittenTheRunFailsWithoutConsequences() throws Exception {
        Path file = Files.createFile(folder.resolve("no folder"));

        assertThat(WarmUpRun.run(machine, file)).isFalse();

        assertThat(file).isEmptyFile();
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNextOwnerOfTheHome() throws Exception {
        try (GatewayFixture life =
                new GatewayFixture(folder).with(new ScriptedPlatform("telegram"))) {
            HomeDirectory.create(life.home().folder());
            Path left = life.home().folder().resolve("rehearsal-123/home/logs");
            Files.createDirectories(left);
            Files.writeString(left.resolve("gateway.log"), "not mine");
            life.start().until(GatewayState.RUNNING);
            assertThat(life.home().folder().resolve("rehearsal-123")).doesNotExist();
        }
    }

    @Test
    void theWaitForTheRunCanBeInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(run()).isEqualTo("interrupted");
        } finally {
            Thread.interrupted();
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(folder).isEmptyDirectory());
    }

    private String run() {
        try {
            return "completed: " + WarmUpRun.run(machine, folder);
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    /** Returns new threads without those of the JVM. */
    private static Set<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(
                        name ->
                                name.matches(
                                        ".*(warm-up|gateway|journal|media|dispatcher|reload|watchdog).*"))
                .collect(Collectors.toSet());
    }
}
