package dev.gateway.it.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the findings of {@code doctor}, and that it changes nothing. */
class DoctorCommandIT extends GatewayProcessFixture {

    @Test
    void allIsWellWhileItRunsAndAKilledOneLeavesFactsWithNextSteps() throws Exception {
        RunningProcess run = running();
        JsonNode well = gateway.run(TIMEOUT, "doctor", "--json").expectExit(0).json();
        assertThat(well.path("ok").asBoolean()).isTrue();
        assertThat(fact(well, "lock").path("text").asText()).contains("PID " + run.pid());
        assertThat(fact(well, "platform").path("text").asText()).contains("connected");
        assertThat(fact(well, "token").path("text").asText()).contains("held by this gateway");
        assertThat(fact(well, "sqlite").path("text").asText()).matches("SQLite 3\\.\\d+\\.\\d+");

        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);
        mode(home.path().resolve("state.json"), "rw-r--r--");
        Map<String, String> before = contents();
        JsonNode ill = gateway.run(TIMEOUT, "doctor", "--json").expectExit(1).json();

        assertThat(fact(ill, "files").path("next").asText()).startsWith("chmod 600 ");
        assertThat(fact(ill, "pid-file").path("ok").asBoolean()).isFalse();
        assertThat(fact(ill, "platform").path("text").asText()).contains("credentials");
        assertThat(contents()).isEqualTo(before);
        assertThat(telegram.referee().violations()).isEmpty();
        assertThat(ill.toString()).doesNotContain(telegram.token());
    }

    @Test
    void credentialsThatThePlatformRefusesAreToldOnlyIfItMayAsk() throws Exception {
        telegram.revoke(telegram.token());

        assertThat(gateway.run(TIMEOUT, "doctor").expectExit(1).stdout())
                .contains("✘ platform   family (telegram): Telegram refused getMe");
        gateway.run(TIMEOUT, "doctor", "--offline").expectExit(0);
        assertThat(home.path()).isDirectoryNotContaining("glob:**journal*");
    }

    @Test
    void aConfigThatOthersCanWriteToIsRefusedWithTheRemedy() throws Exception {
        mode(home.configFile(), "rw-rw----");

        assertThat(gateway.run(TIMEOUT, "run").expectExit(77).firstErrorLine())
                .contains("others can write to it; chmod 600 " + home.configFile());
        assertThat(gateway.run(TIMEOUT, "doctor", "--offline").expectExit(1).stdout())
                .contains("→ chmod 600 " + home.configFile());
    }

    private static JsonNode fact(JsonNode report, String check) {
        for (JsonNode fact : report.path("facts")) {
            if (fact.path("check").asText().equals(check)) {
                return fact;
            }
        }
        throw new AssertionError("no fact about " + check + " in " + report);
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home.path())) {
            for (Path file : files.toList()) {
                contents.put(
                        file.toString(),
                        Files.getLastModifiedTime(file)
                                + PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(file)));
            }
        }
        return contents;
    }
}
