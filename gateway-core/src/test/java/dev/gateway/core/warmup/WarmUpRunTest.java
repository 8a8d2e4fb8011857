package dev.gateway.core.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.lifecycle.GatewayFixture;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.lifecycle.ScriptedPlatform;
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

    private final GatewaySetup.Machine machine = GatewaySetup.Machine.system();

    @Test
    void aWholeLifeIsPlayedAndLeavesNothingBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThat(WarmUpRun.play(machine, folder)).isTrue();

        assertThat(folder).isEmptyDirectory();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(newThreads(before)).as("threads").isEmpty());
    }

    @Test
    void whereNothingCanBeWrittenThereIsNoRehearsalAndNoHarm() throws Exception {
        Path file = Files.createFile(folder.resolve("no folder"));

        assertThat(WarmUpRun.play(machine, file)).isFalse();

        assertThat(file).isEmptyFile();
    }

    @Test
    void whatAKilledOneLeftIsRemovedByTheNextThatHasTheHome() throws Exception {
        try (GatewayFixture life =
                new GatewayFixture(folder).with(new ScriptedPlatform("telegram"))) {
            HomeDirectory.create(life.home().folder());
            Path left = life.home().folder().resolve("rehearsal-123/home/logs");
            Files.createDirectories(left);
            Files.writeString(left.resolve("gateway.log"), "not mine");
            life.begin().until(GatewayState.RUNNING);
            assertThat(life.home().folder().resolve("rehearsal-123")).doesNotExist();
        }
    }

    @Test
    void whoeverWaitsForItCanBeInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(play()).isEqualTo("interrupted");
        } finally {
            Thread.interrupted();
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(folder).isEmptyDirectory());
    }

    private String play() {
        try {
            return "came through: " + WarmUpRun.play(machine, folder);
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    /** Without those that belong to the JVM or to nobody in particular. */
    private static Set<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(
                        name ->
                                name.matches(
                                        ".*(rehearsal|gateway|journal|media|dispatcher|reload|watchdog).*"))
                .collect(Collectors.toSet());
    }
}
