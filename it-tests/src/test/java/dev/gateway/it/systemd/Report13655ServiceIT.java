package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/13655">#13655</a> and <a
 * href="https://github.com/NousResearch/hermes-agent/issues/13511">#13511</a>: SIGKILL leaves a PID
 * file, systemd starts again and again, and each start loses against that file until the unit is
 * {@code failed} and the operator deletes the file.
 */
class Report13655ServiceIT extends SystemdFixture {

    @Test
    void theReportedOneNeedsAPersonAfterSigkillAndOursDoesNot() throws Exception {
        ObservedHome other = newHome();
        other.write(config().with("family", telegram, telegram.tokens().get(0)));
        systemd.unit(
                "reported.service",
                new ReportedUnitFile(other)
                        .text(List.of("--as", "13655"), "Restart=always", "RestartSec=100ms"),
                TIMEOUT);
        systemctl("start", "reported").expectExit(0);
        awaitTrue(() -> Files.exists(other.pidFile()) && Files.size(other.pidFile()) > 0);
        systemctl("kill", "--signal=KILL", "reported").expectExit(0);
        awaitTrue(() -> systemd.show("reported", "ActiveState").equals("failed"));

        String unit = install();
        systemd.change(unit, "Service", TIMEOUT, "RestartSec=1500ms");
        systemctl("start", unit).expectExit(0);
        RunningProcess innocent = scope.start("sleep", "1000");
        List<FileDamage> kinds = List.of(FileDamage.values());
        int rounds = 0;
        comesBack(unit, () -> {});
        comesBack(
                unit,
                () ->
                        Files.writeString(
                                home.pidFile(),
                                "{\"pid\": %d, \"kind\": \"gateway\"}".formatted(innocent.pid())));
        rounds += 2;
        for (FileDamage damage : kinds) {
            if (damage == FileDamage.EMPTY || damage == FileDamage.DANGLING_LINK) {
                comesBack(unit, () -> damage.applyTo(home.pidFile()));
                rounds++;
            }
        }
        assertThat(innocent.isAlive()).isTrue();
        assertThat(restarts(unit)).isEqualTo(rounds);
        RaceRow.of("R4 service", 13655, "SIGKILL under systemd, stale or damaged PID file")
                .control("start limit reached, failed", 1, 1)
                .gateway("recovered by itself", rounds)
                .figures("%d restarts, no manual step", rounds)
                .record();
    }

    private interface Change {
        void make() throws Exception;
    }

    private void comesBack(String unit, Change change) throws Exception {
        long pid = mainPid(unit);
        systemctl("kill", "--signal=KILL", "--kill-whom=main", unit).expectExit(0);
        awaitShown(unit, "MainPID", "0");
        change.make();
        awaitTrue(() -> mainPid(unit) != pid && systemd.show(unit, "ActiveState").equals("active"));
        assertThat(home.lockHolder()).hasValue(mainPid(unit));
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong()).isEqualTo(mainPid(unit));
    }
}
