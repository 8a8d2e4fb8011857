package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/14128">#14128</a>: the disconnect of
 * Feishu waits for a WebSocket that never closes. systemd sends SIGKILL after TimeoutStopSec, the
 * PID file stays, and each further start says that it lost the PID file race.
 */
class Report14128ServiceIT extends SystemdFixture {

    /** The unit's limit: drain, disconnect, finish and the margins for a forced end. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private FakeFeishu feishu;

    @BeforeEach
    void feishuNeverCloses() {
        feishu = FakeFeishu.start();
        feishu.server()
                .faults()
                .add(new FaultRule("WS-CLOSE", "*", FaultRule.ALWAYS, Fault.Hold.untilRemoved()));
    }

    @AfterEach
    void endFeishu() {
        feishu.close();
    }

    @Test
    void theReportedOneIsKilledAndStaysDownAndOursEndsInTimeAndComesBack() throws Exception {
        ObservedHome other = newHome();
        other.write(config().with("work", feishu));
        var reported = new ReportedUnitFile(other);
        systemd.unit(
                "reported.service",
                reported.text(List.of("--as", "14128"), "TimeoutStopSec=" + STOP_LIMIT.toSeconds()),
                TIMEOUT);
        systemctl("start", "reported").expectExit(0);
        await().atMost(TIMEOUT).until(() -> says(reported, "Gateway running with 1 platform"));
        home.write(config().with("work", feishu));
        String unit = install();
        assertThat(systemd.show(unit, "TimeoutStopUSec")).isEqualTo("10s");

        systemctl("stop", "--no-block", "reported").expectExit(0);
        Duration took = stopOurs(unit);
        awaitShown("reported.service", "Result", "timeout");
        assertThat(other.pidFile()).exists();
        systemctl("reset-failed", "reported").expectExit(0);
        systemctl("start", "reported").expectExit(0);
        await().atMost(TIMEOUT).until(() -> says(reported, "PID file race lost"));
        awaitShown("reported.service", "Result", "exit-code");

        RaceRow.of("R2 service", 14128, "Feishu never closes, systemctl stop")
                .control("SIGKILL at TimeoutStopSec, next start: PID file race lost", 1, 1)
                .gateway("Result=success, next start runs", 1)
                .figures("stopped in %.1f s of %d", took.toMillis() / 1e3, STOP_LIMIT.toSeconds())
                .record();
    }

    private Duration stopOurs(String unit) throws Exception {
        systemctl("start", unit).expectExit(0);
        long began = System.nanoTime();
        systemctl("stop", unit).expectExit(0);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
        assertThat(systemd.show(unit, "ExecMainStatus")).isEqualTo("0");
        assertThat(home.pidFile()).doesNotExist();
        systemctl("start", unit).expectExit(0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("active");
        // Through the command line as well, which waits for the same budget.
        GatewayCommandLine ours = gateway;
        ours.run(TIMEOUT, "stop").expectExit(0);
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
        return took;
    }

    private static boolean says(ReportedUnitFile reported, String words) throws Exception {
        return Files.exists(reported.console())
                && Files.readString(reported.console()).contains(words);
    }
}
