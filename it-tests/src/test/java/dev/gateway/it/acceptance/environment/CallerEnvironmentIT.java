package dev.gateway.it.acceptance.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the caller's environment and optional programs decide nothing and are left unchanged.
 */
class CallerEnvironmentIT extends GatewayProcessFixture {

    @TempDir private Path folder;

    @Test
    void aTrailThatCannotBeWrittenDoesNotMakeAStartFail() throws Exception {
        Files.createDirectory(home.path().resolve("events.jsonl"));

        gateway.run(TIMEOUT, "start").expectExit(0);
        gateway.run(TIMEOUT, "restart").expectExit(0);

        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
    }

    @Test
    void aDetachedGatewayKeepsNeitherTheFolderNorThePipesOfItsCaller() throws Exception {
        Path gone = folder.resolve("gone");
        CommandResult start =
                inShell(
                        "mkdir '%s' && cd '%s' && rmdir '%s' && exec \"$@\""
                                .formatted(gone, gone, gone),
                        "start",
                        "--home=" + home.path());
        assertThat(start.expectExit(0).stderr()).doesNotContain("java.lang");

        long pid = home.lockHolder().orElseThrow();
        assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))).hasToString("/");

        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
    }

    @Test
    void withoutSetsidItStartsAllTheSame() throws Exception {
        Path bare = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("sh", "cat", "rm", "mkdir", "mv", "sync", "cksum")) {
            Files.createSymbolicLink(bare.resolve(program), Path.of("/bin/" + program));
        }
        gateway.withEnv("PATH", bare.toString()).run(TIMEOUT, "start").expectExit(0);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
    }

    @Test
    void sharedFoldersThatLinksLeadToKeepTheirModes() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        var open = PosixFilePermissions.fromString("rwxrwxr-x");
        Files.setPosixFilePermissions(shared, open);
        Files.createSymbolicLink(home.path().resolve("logs"), shared);
        Files.createSymbolicLink(home.path().resolve("media"), shared);

        gateway.run(TIMEOUT, "start").expectExit(0);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);

        assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(open);
    }

    @Test
    void aFirstAnswerThatTakesLongerThanTokensAreWaitedForIsWaitedFor() throws Exception {
        for (String path : List.of("getUpdates", "getMe", "*")) {
            telegram.server()
                    .faults()
                    .add(FaultRule.on(path, new Fault.Latency(Duration.ofMillis(1500))));
        }
        home.write(HomeConfig.echo().with("token_wait", Duration.ZERO).with("family", telegram));

        gateway.run(TIMEOUT, "start").expectExit(0);

        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
    }

    @Test
    void aLogThatWasDeletedIsThereAgain() throws Exception {
        running();
        Files.delete(home.logFile());

        await().atMost(TIMEOUT).until(() -> Files.exists(home.logFile()));
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);

        assertThat(Files.readString(home.logFile())).contains("Gateway is stopped.");
    }

    @Test
    void aClosedOrShortReaderIsNoTrouble() throws Exception {
        running();
        for (String script :
                List.of(
                        "\"$@\" >&-",
                        "\"$@\" 2>&-",
                        "\"$@\" <&-",
                        "\"$@\" | head -1",
                        "COLUMNS=10 TERM=dumb \"$@\"")) {
            for (String command : List.of("status", "events", "logs", "tokens")) {
                CommandResult result = inShell(script, command, "--home=" + home.path());
                assertThat(result.exit()).as("%s %s", script, command).isZero();
                assertThat(result.stderr()).as("%s %s", script, command).isEmpty();
            }
        }
    }

    @Test
    void whatIsNoHomeIsNamedInOneLineWithADocumentedCode() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path wrong = Files.createDirectories(folder.resolve("wrong"));
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(wrong.resolve("config.yaml"));
        Files.createDirectory(wrong.resolve("journal.db"));
        Files.createDirectory(wrong.resolve("events.jsonl"));
        Files.createDirectories(wrong.resolve("logs/gateway.log"));
        Files.createDirectory(wrong.resolve("state.json"));
        for (Path home : List.of(file, wrong, folder.resolve("missing"))) {
            for (List<String> command :
                    List.of(
                            List.of("run"),
                            List.of("start"),
                            List.of("stop"),
                            List.of("restart"),
                            List.of("reload"),
                            List.of("status"),
                            List.of("doctor"),
                            List.of("events"),
                            List.of("logs"),
                            List.of("messages", "list"),
                            List.of("messages", "drop", "x"),
                            List.of("send", "--platform", "a", "--to", "b", "c"),
                            List.of("config", "check"),
                            List.of("config", "show"))) {
                var arguments = new ArrayList<>(command);
                arguments.add("--home=" + home);
                CommandResult result = gateway.run(TIMEOUT, arguments.toArray(String[]::new));

                assertThat(result.exit())
                        .as("%s: %s", arguments, result.stderr())
                        .isIn(0, 1, 3, 4, 64, 73, 75, 77, 78);
                assertThat(result.stderr())
                        .as("%s", arguments)
                        .doesNotContain("Exception", "\tat ", "java.");
            }
        }
    }

    private CommandResult inShell(String script, String... arguments) throws Exception {
        var command =
                new ArrayList<>(
                        List.of("sh", "-c", script, "sh", LauncherLocator.gateway().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("GATEWAY_TOKEN_LOCK_DIR", home.tokenLocks().toString());
        return scope.start(builder).awaitResult(TIMEOUT);
    }
}
