package dev.gateway.it.acceptance.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs scenarios through the packaged command: expectations are reported, and one that fails ends
 * with 1.
 */
class ScenarioRunIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir Path folder;

    private ProcessScope scope;
    private GatewayCommandLine simulator;

    @BeforeEach
    void openScope() {
        scope = ProcessScope.open();
        simulator =
                GatewayCommandLine.of(scope, LauncherLocator.simulator())
                        .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString());
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void aBuiltInOneHoldsAndIsToldInLinesAndInAPicture() throws Exception {
        Path page = folder.resolve("r4.html");

        CommandResult run =
                simulator
                        .run(
                                LIMIT,
                                "run",
                                "r4-stale-pid-file",
                                "--json",
                                "--report",
                                page.toString())
                        .expectExit(0);

        JsonNode told = run.json();
        System.out.println(told);
        assertThat(told.path("result").asText()).isEqualTo("ok");
        assertThat(told.path("expectations")).hasSizeGreaterThan(5);
        assertThat(told.path("platforms").path("family").path("two_pollers").asInt()).isZero();
        assertThat(page).content().contains("SIGKILL", "stale", "Kernel lock");
        assertThat(scope.survivors()).isEmpty();
    }

    @Test
    void hostsGoOnAfterAFailoverOfTheirDatabase() throws Exception {
        CommandResult run =
                simulator.run(LIMIT, "run", "h-database-fails-over", "--json").expectExit(0);

        JsonNode told = run.json();
        System.out.println(told);
        assertThat(told.path("result").asText()).isEqualTo("ok");
        assertThat(told.path("platforms").path("mama").path("two_pollers").asInt()).isZero();
        assertThat(scope.survivors()).isEmpty();
    }

    @Test
    void whatDoesNotHoldIsNamedAndEndsWithOne() throws Exception {
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(
                file,
                """
                name: too-much-to-ask
                title: A token that nobody polls
                platforms: {family: telegram}
                timeline:
                  - say: hello
                expect:
                  - pollers: {least: 1, within: 100ms}
                  - lost: {most: 0, within: 100ms}
                  - holder: nobody
                """);

        CommandResult run = simulator.run(LIMIT, "run", file.toString()).expectExit(1);

        assertThat(run.stdout().lines())
                .anyMatch(
                        line ->
                                line.contains(
                                        "✗ pollers: {least: 1, within: 100ms} — at most 0 at once"))
                .anyMatch(line -> line.contains("✗ lost: {within: 100ms} — 1 of 1 not answered"))
                .anyMatch(line -> line.contains("✓ holder: nobody"));
        assertThat(scope.survivors()).isEqualTo(List.of());
    }

    @Test
    void aSecretThatGotOutIsNoticedAndADamagedFileCanBeRepaired() throws Exception {
        String token;
        try (FakeTelegram sameBot = FakeTelegram.start()) {
            token = sameBot.token();
        }
        Path file = folder.resolve("leak.yaml");
        Files.writeString(
                file,
                """
                name: leak
                title: Somebody writes the token down
                platforms: {family: telegram}
                timeline:
                  - damage: {file: config.yaml, how: not-json}
                  - call: {arguments: [config, check], exit: 78}
                  - repair: config.yaml
                  - start
                  - say: hello
                  - await-answers
                  - await-idle
                  - expect: [no-secrets, gateways: 1]
                  - stop
                  - write: {file: notes.txt, text: "it is %s, do not tell"}
                expect:
                  - no-secrets
                """
                        .formatted(token));

        CommandResult run = simulator.run(LIMIT, "run", file.toString()).expectExit(1);

        assertThat(run.stdout().lines())
                .anyMatch(line -> line.contains("✓ no-secrets — no secret anywhere"))
                .anyMatch(
                        line ->
                                line.contains("✗ no-secrets — a secret in ")
                                        && line.endsWith("/notes.txt"));
        assertThat(run.stdout() + run.stderr()).doesNotContain(token);
    }
}
