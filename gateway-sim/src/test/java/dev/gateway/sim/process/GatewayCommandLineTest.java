package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests command lines with shell scripts in the place of the launcher. */
class GatewayCommandLineTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ProcessScope scope = ProcessScope.open();
    @TempDir private Path folder;

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        GatewayCommandLine command = launcher("for word; do echo \"<$word>\"; done");
        assertThat(command.run(LIMIT, "run", "two words", "", "$HOME").stdout())
                .isEqualTo("<run>\n<two words>\n<>\n<$HOME>\n");
    }

    @Test
    void showsNothingOfThisMachinesOwnSettings() throws Exception {
        ObservedHome home = ObservedHome.create(folder);
        GatewayCommandLine command =
                launcher("env").withHome(home).withEnv("LANG", "C").withoutEnv("PATH");
        assertThat(command.run(LIMIT).stdout().lines())
                .contains(
                        "GATEWAY_HOME=" + home.path(),
                        "GATEWAY_TOKEN_LOCK_DIR=" + home.tokenLocks(),
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "LANG=C")
                .noneMatch(line -> line.startsWith("JAVA_TOOL_OPTIONS="))
                .filteredOn(line -> line.startsWith("GATEWAY_"))
                .hasSize(3);
    }

    @Test
    void aProxyOfTheCallerIsNotOnTheWayToTheFakes() {
        Map<String, String> proxied = new HashMap<>(Map.of("HTTP_PROXY", "http://127.0.0.1:7890"));
        Map<String, String> excepted =
                new HashMap<>(Map.of("all_proxy", "socks5://gate", "NO_PROXY", "corp.example"));
        Map<String, String> none = new HashMap<>(Map.of("NO_PROXY", "corp.example"));

        GatewayCommandLine.withoutProxyToLoopback(proxied);
        GatewayCommandLine.withoutProxyToLoopback(excepted);
        GatewayCommandLine.withoutProxyToLoopback(none);

        assertThat(proxied).containsEntry("no_proxy", "localhost,127.0.0.0/8,::1");
        assertThat(excepted).containsEntry("no_proxy", "corp.example,localhost,127.0.0.0/8,::1");
        assertThat(none).doesNotContainKey("no_proxy");
    }

    @Test
    void runsInTheFolderThatWasAskedFor() throws Exception {
        CommandResult result = launcher("pwd -P").inDirectory(folder).run(LIMIT);
        assertThat(result.stdout().strip()).isEqualTo(folder.toRealPath().toString());
    }

    @Test
    void readsWhatItPrintsAsJson() throws Exception {
        CommandResult result = launcher("echo '{\"state\": \"running\"}'; exit 3").run(LIMIT);
        assertThat(result.json().path("state").asText()).isEqualTo("running");
        assertThatThrownBy(() -> result.expectExit(0))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("exit 3");
        assertThatThrownBy(() -> launcher("echo '{'").run(LIMIT).json())
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("no JSON");
    }

    @Test
    void aCommandThatHangsIsEnded() throws Exception {
        GatewayCommandLine command = launcher("echo waiting; exec sleep 3600");
        assertThatThrownBy(() -> command.run(Duration.ofMillis(300), "stop"))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("stop");
        scope.awaitNoSurvivors(LIMIT);
    }

    @Test
    void aJvmThatHangsTellsItsThreadsFirst() throws Exception {
        Path file = Files.createFile(folder.resolve("lock"));
        GatewayCommandLine command =
                launcher("exec " + quoted(ForkedJvm.jvm("lock", file.toString())));
        assertThatThrownBy(() -> command.run(Duration.ofSeconds(3)))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining("dev.gateway.sim.process.ForkedJvm.lock");
        scope.awaitNoSurvivors(LIMIT);
    }

    @Test
    void aCommandThatLeavesItsOutputOpenIsFoundOut() throws Exception {
        assertThatThrownBy(() -> launcher("sleep 3600 & echo started").run(LIMIT))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining(scope.survivors().toString());
        // Redirected before the fork: the child never has the output of the command.
        launcher("echo started; exec >/dev/null 2>&1; sleep 3600 &").run(LIMIT);
    }

    @Test
    void aChildWithoutAWaitingParentBecomesAZombie() throws Exception {
        ZombieProcess child = launcher("echo up; exec sleep 3600").startUnreaped("run");
        child.parent().awaitLine("up", LIMIT);
        child.kill(Signal.KILL);
        child.awaitZombie(LIMIT);
    }

    private GatewayCommandLine launcher(String script) throws Exception {
        Path file = Files.createTempFile(folder, "launcher", ".sh");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return GatewayCommandLine.of(scope, file);
    }

    private static String quoted(ProcessBuilder described) {
        return "'" + String.join("' '", described.command()) + "' 1>&2";
    }
}
