package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The hardened unit of the machine leaves a gateway everything that it needs, and no more. */
class SystemUnitIT extends SystemdScene {

    @Test
    void runsReadOnlyButForItsHomeAndItsTokenLocks() throws Exception {
        String text =
                gateway.run(SOON, "service", "show", "--system", "--run-as", "root")
                        .expectExit(0)
                        .stdout();
        assertThat(text).contains("ProtectSystem=strict");
        Files.createDirectories(home.tokenLocks());
        String unit = "hardened.service";
        systemd.unit(unit, text, SOON);

        systemctl("start", unit).expectExit(0);

        telegram.user("mama").says("do you work?").awaitAnswer(SOON);
        long pid = mainPid(unit);
        assertThat(Files.readString(Path.of("/proc/" + pid + "/status")))
                .contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/mounts")))
                .as("the root of its file systems")
                .containsPattern("(?m)^\\S+ / \\S+ ro\\b");
        // A unit of a name of its own, too, is asked by what it is, not by what it is called.
        gateway.run(SOON, "restart").expectExit(0);
        assertThat(mainPid(unit)).isNotEqualTo(pid);
        gateway.run(SOON, "stop").expectExit(0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("inactive");
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
    }
}
