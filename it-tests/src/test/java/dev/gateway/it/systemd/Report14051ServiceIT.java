package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/14051">#14051</a>: a start that
 * fails for a temporary reason ends with 1, and after five of them the unit is {@code failed} for
 * good. The proposed exit code 75 with RestartForceExitStatus=75 does not get around the start
 * limit. Our unit retries for ever, unless the failure needs an operator.
 */
class Report14051ServiceIT extends SystemdFixture {

    private static final String[] OFTEN = {"Restart=on-failure", "RestartSec=100ms"};

    /** More than any start limit of these units. */
    private static final int MORE_THAN_THE_BURST = 6;

    @Test
    void theReportedUnitEndsInFailedAlsoWithTheProposedExitCode() throws Exception {
        RunningProcess holder = scope.start("sleep", "1000");
        long restarts = failsForGood("as-reported", holder, List.of("--as", "14051"), OFTEN);
        long proposed =
                failsForGood(
                        "as-proposed",
                        holder,
                        List.of("--as", "14051", "--exit-code", "75"),
                        "Restart=on-failure",
                        "RestartSec=100ms",
                        "RestartForceExitStatus=75");
        RaceRow.of("F1", 14051, "exit 75 with RestartForceExitStatus=75")
                .control("failed after " + proposed + " restarts", 1, 1)
                .gateway("StartLimitIntervalSec=0: tried for ever", 1)
                .figures("as first reported: failed after %d restarts", restarts)
                .record();
    }

    private long failsForGood(
            String name, RunningProcess holder, List<String> arguments, String... lines)
            throws Exception {
        ObservedHome other = newHome();
        other.write(config().with("family", telegram));
        Files.writeString(
                other.pidFile(),
                "{\"pid\": %d, \"kind\": \"hermes-gateway\"}".formatted(holder.pid()));
        systemd.unit(
                name + ".service", new ReportedUnitFile(other).text(arguments, lines), TIMEOUT);
        systemctl("start", name).expectExit(0);
        awaitTrue(() -> systemd.show(name, "ActiveState").equals("failed"));
        long restarts = restarts(name);
        assertThat(restarts).isBetween(1L, 5L);
        return restarts;
    }

    @Test
    void whatPassesNeverEndsInFailed() throws Exception {
        // No platform can be reached.
        String refused = telegram.server().faults().add(FaultRule.on("*", new Fault.Refuse()));
        home.write(impatient().with("family", telegram));
        ObservedHome alone = home;
        String unreachable = install("RestartSec=100ms");

        // Another gateway holds the token.
        try (FakeTelegram elsewhere = FakeTelegram.start()) {
            String token =
                    elsewhere.addBot(
                            "second_fake_bot"); // the hash of the first token is the same for all
            // platforms
            ObservedHome owner = newHome();
            owner.write(config().with("family", elsewhere, token));
            RunningProcess holder = systemd.gateway(owner).start("run");
            owner.awaitState("running", TIMEOUT);
            ObservedHome late = newHome();
            late.write(impatient().with("family", elsewhere, token));
            gateway = systemd.gateway(late);
            String held = install("RestartSec=100ms");

            // A folder cannot be created.
            Path blocked = newHome().path().resolve("blocked");
            Files.createDirectory(blocked);
            ObservedHome missing = ObservedHome.create(blocked);
            Path config = missing.path().resolveSibling("../missing.yaml").normalize();
            Files.writeString(config, config().yaml());
            gateway = systemd.gateway(missing);
            gateway.run(TIMEOUT, "service", "install", "--config", config.toString()).expectExit(0);
            String homeless =
                    change(
                            gateway.run(TIMEOUT, "service", "status", "--json")
                                    .json()
                                    .path("unit")
                                    .asText(),
                            "RestartSec=100ms");
            Path aside = blocked.resolveSibling("aside");
            Files.move(blocked, aside);
            Files.writeString(blocked, "in the way");

            List<String> units = List.of(unreachable, held, homeless);
            for (String unit : units) {
                systemctl("start", "--no-block", unit).expectExit(0);
            }
            for (String unit : units) {
                awaitTrue(() -> restarts(unit) >= MORE_THAN_THE_BURST);
                assertThat(systemd.show(unit, "ActiveState")).isEqualTo("activating");
            }
            // A slow machine needs more than the short time that made the start fail so often.
            alone.write(config().with("family", telegram));
            late.write(config().with("family", elsewhere, token));
            telegram.server().faults().remove(refused);
            holder.kill(Signal.TERM);
            Files.delete(blocked);
            Files.move(aside, blocked);
            for (String unit : units) {
                awaitTrue(() -> systemd.show(unit, "ActiveState").equals("active"));
            }
            RaceRow.of(
                            "R3 service",
                            14051,
                            "unreachable, token held, folder missing, under systemd")
                    .control("failed after 5 starts (see F1)", 1, 1)
                    .gateway("tried on, and runs when the reason has passed", 3)
                    .figures(
                            "%d, %d and %d restarts",
                            restarts(unreachable), restarts(held), restarts(homeless))
                    .record();
        }
    }

    @Test
    void whatTakesAPersonFailsAtOnce() throws Exception {
        String unit = install("RestartSec=100ms");
        home.write(HomeConfig.echo().withHandler("{type: ecko}"));
        systemctl("start", unit);
        awaitShown(unit, "ActiveState", "failed");
        assertThat(systemd.show(unit, "ExecMainStatus")).isEqualTo("78");
        assertThat(restarts(unit)).isZero();
        assertThat(gateway.run(TIMEOUT, "start").exit()).isEqualTo(78);
    }

    private static HomeConfig impatient() {
        return config().with("token_wait", SHORT.dividedBy(5));
    }

    private String install(String line) throws Exception {
        return change(install(), line);
    }

    private String change(String unit, String line) throws Exception {
        systemd.change(unit, "Service", TIMEOUT, line);
        return unit;
    }
}
