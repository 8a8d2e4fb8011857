package dev.gateway.it.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that each failure has its exit code, and that its first line on stderr names the remedy.
 */
class FailureReportingIT extends GatewayProcessFixture {

    @Test
    void anotherInstanceRuns() throws Exception {
        RunningProcess run = running();

        expect(
                75,
                "Another gateway instance (PID %d) is running in %s."
                        .formatted(run.pid(), home.path()),
                "run");
        expect(
                75,
                "Another gateway instance (PID %d) is running in %s."
                        .formatted(run.pid(), home.path()),
                "run",
                "--on-conflict=wait",
                "--wait=100ms");
    }

    @Test
    void theConfigIsMissing() throws Exception {
        Files.delete(home.configFile());

        expect(78, "Config " + home.configFile(), "run");
        expect(78, "Config " + home.configFile(), "start");
    }

    @Test
    void theConfigIsWrong() throws Exception {
        home.writeConfig("platforms:\n  family: {type: telegramm}\n");

        CommandResult run = expect(78, "Config " + home.configFile() + ": line 2", "run");

        assertThat(run.firstErrorLine()).contains("telegram");
    }

    @Test
    void everyPlatformRejectsTheCredentials() throws Exception {
        telegram.revoke(telegram.token());

        CommandResult run = gateway.run(TIMEOUT, "run").expectExit(78);

        assertThat(run.stderr()).contains("No platform accepted its credentials: family: ");
        assertThat(home.pidFile()).doesNotExist();
        gateway.run(TIMEOUT, "start").expectExit(78);
    }

    @Test
    void noPlatformCanBeReached() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        home.write(
                HomeConfig.echo()
                        .with("token_wait", Duration.ofSeconds(1))
                        .withPlatform(
                                "  family: {type: telegram, token: \"1:a\", base_url:"
                                        + " \"http://127.0.0.1:"
                                        + nobody
                                        + "\"}"));

        CommandResult run = gateway.run(TIMEOUT, "run").expectExit(75);

        assertThat(run.stderr()).contains("No platform could be reached within 1s: family: ");
        assertThat(home.pidFile()).doesNotExist();
        assertThat(home.lockHolder()).isEmpty();
    }

    @Test
    void noTokenIsObtainedInTime() throws Exception {
        running();
        ObservedHome other =
                newHome()
                        .write(
                                config().with("token_wait", Duration.ofSeconds(1))
                                        .with("copy", telegram));

        CommandResult run =
                GatewayCommandLine.gateway(scope)
                        .withHome(other)
                        .run(TIMEOUT, "run")
                        .expectExit(75);

        assertThat(run.stderr()).contains("Telegram bot token already in use");
    }

    @Test
    void theHomeCannotBeMade() throws Exception {
        var inTheWay = Files.createFile(home.path().resolve("file"));

        expect(
                73,
                "Cannot use " + inTheWay,
                "run",
                "--home=" + inTheWay.resolve("home"),
                "--config=" + home.configFile());
    }

    @Test
    void theHomeIsOpenToAllUsers() throws Exception {
        Files.setPosixFilePermissions(home.path(), PosixFilePermissions.fromString("rwxrwxrwx"));

        CommandResult run = expect(77, "Refusing " + home.path(), "run");

        assertThat(run.firstErrorLine()).contains("chmod 700");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "run --on-conflict=perhaps",
                "run --wait=soon",
                "stop --timeout=5",
                "status --jsn",
                "run extra"
            })
    void theUsageIsWrong(String line) throws Exception {
        CommandResult result = gateway.run(TIMEOUT, line.split(" ")).expectExit(64);

        assertThat(result.stderr().lines()).hasSize(1);
        assertThat(result.firstErrorLine()).contains("--help");
        assertThat(result.stdout()).isEmpty();
    }

    private CommandResult expect(int code, String firstLine, String... arguments) throws Exception {
        CommandResult result = gateway.run(TIMEOUT, arguments).expectExit(code);
        assertThat(result.firstErrorLine()).startsWith(firstLine);
        assertThat(result.stderr()).doesNotContain("\tat ");
        return result;
    }
}
