package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the life cycle of the service: install, crash, restart, upgrade, uninstall. */
class ServiceLifecycleIT extends SystemdFixture {

    @Test
    void fromInstallToUninstall() throws Exception {
        String unit = install();
        systemctl("start", unit).expectExit(0);
        long first = mainPid(unit);
        JsonNode status = gateway.status();
        assertThat(status.path("pid").asLong()).isEqualTo(first);
        assertThat(status.path("supervisor").path("kind").asText()).isEqualTo("systemd");
        assertThat(status.path("supervisor").path("unit").asText()).isEqualTo(unit);

        comesBackAfterSigkill(unit, first);
        restartsThroughSystemd(unit);
        refusesToRestartIntoABrokenConfig(unit);
        stopsAndStartsThroughSystemd(unit);
        noticesThatTheUnitIsOutdated(unit);

        gateway.run(TIMEOUT, "service", "uninstall").expectExit(0);
        assertThat(systemd.show(unit, "LoadState")).isEqualTo("not-found");
        assertThat(home.lockHolder()).isEmpty();
        assertThat(home.pidFile()).doesNotExist();
        assertThat(telegram.referee().violations()).isEmpty();
    }

    private void comesBackAfterSigkill(String unit, long first) throws Exception {
        long began = System.nanoTime();
        systemctl("kill", "--signal=KILL", "--kill-whom=main", unit).expectExit(0);
        awaitTrue(
                () -> mainPid(unit) != first && systemd.show(unit, "ActiveState").equals("active"));
        System.out.printf(
                "kill -9 under systemd: up again after %d ms, RestartSec=5 included%n",
                Duration.ofNanos(System.nanoTime() - began).toMillis());
        telegram.user("mama").says("are you back?").awaitAnswer(TIMEOUT);
    }

    private void restartsThroughSystemd(String unit) throws Exception {
        long before = mainPid(unit);
        CommandResult restart = gateway.run(TIMEOUT, "restart").expectExit(0);
        long after = mainPid(unit);
        assertThat(after).isNotEqualTo(before);
        assertThat(home.lockHolder()).hasValue(after);
        assertThat(restart.stdout())
                .contains("run by " + unit, "Handed over from PID " + before + " to PID " + after);
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
    }

    private void refusesToRestartIntoABrokenConfig(String unit) throws Exception {
        long before = mainPid(unit);
        String good = Files.readString(home.configFile());
        home.writeConfig("platforms: {family: {type: telegram, token: \"${NOT_FOR_A_SERVICE}\"}}");
        CommandResult restart =
                gateway.withEnv("NOT_FOR_A_SERVICE", telegram.token()).run(TIMEOUT, "restart");
        assertThat(restart.expectExit(78).firstErrorLine()).contains("NOT_FOR_A_SERVICE");
        assertThat(mainPid(unit)).isEqualTo(before);

        CommandResult install =
                gateway.withEnv("NOT_FOR_A_SERVICE", telegram.token())
                        .run(TIMEOUT, "service", "install")
                        .expectExit(0);
        assertThat(install.stderr()).contains("${NOT_FOR_A_SERVICE}", "gateway.env");
        home.writeConfig(good);
        gateway.run(TIMEOUT, "service", "install").expectExit(0);
    }

    private void stopsAndStartsThroughSystemd(String unit) throws Exception {
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("inactive");
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");

        CommandResult start = gateway.run(TIMEOUT, "start").expectExit(0);
        assertThat(start.stdout()).contains("run by " + unit);
        assertThat(home.lockHolder()).hasValue(mainPid(unit));
        gateway.run(TIMEOUT, "stop", "--now").expectExit(0);
        gateway.run(TIMEOUT, "start").expectExit(0);
    }

    private void noticesThatTheUnitIsOutdated(String unit) throws Exception {
        home.write(
                HomeConfig.echo()
                        .with("drain_timeout", Duration.ofSeconds(30))
                        .with("disconnect_timeout", SHORT)
                        .with("family", telegram));
        JsonNode status = gateway.run(TIMEOUT, "service", "status", "--json").expectExit(0).json();
        assertThat(status.path("outdated").asBoolean()).isTrue();
        assertThat(status.path("differences").toString())
                .contains("- TimeoutStopSec=10", "+ TimeoutStopSec=39");

        gateway.run(TIMEOUT, "service", "install").expectExit(0);
        assertThat(systemd.show(unit, "TimeoutStopUSec")).isEqualTo("39s");
        status = gateway.run(TIMEOUT, "service", "status", "--json").expectExit(0).json();
        assertThat(status.path("outdated").asBoolean()).isFalse();
        assertThat(status.path("state").path("active").asText()).isEqualTo("active");
    }

    @Test
    void aGatewayThatDiesWhileSystemdWaitsToStartItAgainIsStoppedAllTheSame() throws Exception {
        String unit = install();
        systemd.change(unit, "Service", TIMEOUT, "RestartSec=1h");
        systemctl("start", unit).expectExit(0);
        systemctl("kill", "--signal=KILL", "--kill-whom=main", unit);
        awaitShown(unit, "SubState", "auto-restart");

        CommandResult stop = gateway.run(TIMEOUT, "stop").expectExit(0);

        assertThat(stop.stdout()).contains(unit, "is stopped");
        assertThat(systemd.show(unit, "SubState")).isNotEqualTo("auto-restart");
    }
}
