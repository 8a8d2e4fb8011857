package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.MachineAssumptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the hardened system unit grants a gateway everything that it needs, and no more. */
class SystemUnitIT extends SystemdFixture {

    /** A handler that prints its PID namespace and the operations that are denied. */
    private static final String HANDLER =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              unshare --user true 2>/dev/null && escaped=yes || escaped=no
              printf '{"id":"%s","text":"escaped: %s","done":true}\\n' "$id" "$escaped"
            done
            """;

    @Test
    void itsExposureIsSmall() throws Exception {
        MachineAssumptions.assumeThat(
                MachineAssumptions.succeeds("systemd-analyze --version"), "needs systemd-analyze");
        for (String user : List.of("root", "daemon")) {
            Path unit = home.path().resolve("hardened-" + user + ".service");
            Files.writeString(
                    unit,
                    gateway.run(TIMEOUT, "service", "show", "--system", "--run-as", user)
                            .expectExit(0)
                            .stdout());
            var analyze =
                    new ProcessBuilder(
                                    "systemd-analyze",
                                    "security",
                                    "--offline=yes",
                                    "--threshold=30", // tenths
                                    unit.toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(analyze.getInputStream().readAllBytes());
            assertThat(analyze.waitFor()).as(said).isZero();
            assertThat(said).contains("Overall exposure level");
        }
    }

    @Test
    void runsReadOnlyButForItsHomeAndItsTokenLocks() throws Exception {
        Path script = Files.writeString(home.path().resolve("bot.sh"), HANDLER);
        home.write(
                config().with("family", telegram)
                        .withHandler("{type: process, command: [sh, \"%s\"]}".formatted(script)));
        String text =
                gateway.run(TIMEOUT, "service", "show", "--system", "--run-as", "root")
                        .expectExit(0)
                        .stdout();
        // A user manager, as this one is, cannot hide files.
        text =
                text.replaceAll(
                        "(?m)^(ProtectHome|ProtectKernelTunables|ProtectKernelLogs)=.*\n", "");
        // A gateway also has to run with the options that are only valid for root.
        text = text.replace("ProtectClock=yes", "ProtectClock=yes\nProtectProc=invisible");
        assertThat(text)
                .contains("ProtectSystem=strict", "SystemCallFilter=@system-service")
                .containsOnlyOnce("ProtectProc=invisible");
        Files.createDirectories(home.tokenLocks());
        String unit = "hardened.service";
        systemd.unit(unit, text, TIMEOUT);

        systemctl("start", unit).expectExit(0);

        telegram.user("mama").says("do you work?");
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                telegram.user("mama").heard().stream()
                                        .anyMatch(
                                                botMessage ->
                                                        botMessage.text().equals("escaped: no")));
        long pid = mainPid(unit);
        assertThat(Files.readString(Path.of("/proc/" + pid + "/status")))
                .contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000", "Seccomp:\t2");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/mounts")))
                .as("the root of its file systems")
                .containsPattern("(?m)^\\S+ / \\S+ ro\\b");
        // A unit with another name is recognised by its content, not by its name.
        gateway.run(TIMEOUT, "restart").expectExit(0);
        assertThat(mainPid(unit)).isNotEqualTo(pid);
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("inactive");
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
    }
}
