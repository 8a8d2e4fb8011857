package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the notifications to systemd and their effects: Type=notify and the watchdog. */
class SdNotifyIT extends SystemdFixture {

    @Test
    void isReadyWhenItIsConnectedAndNotBefore() throws Exception {
        String fault = telegram.server().faults().add(FaultRule.on("*", new Fault.Reset(false)));
        String unit = install();
        systemctl("start", "--no-block", unit).expectExit(0);
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () ->
                                assertThat(systemd.show(unit, "StatusText"))
                                        .matches("(Starting|Degraded): family .*"));
        await().atMost(TIMEOUT).until(() -> telegram.server().faults().injectedCount(fault) > 0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("activating");

        telegram.server().faults().remove(fault);

        awaitShown(unit, "ActiveState", "active");
        awaitShown(unit, "StatusText", "Running: 1 platform connected");
        long pid = mainPid(unit);
        systemctl("daemon-reload").expectExit(0);
        systemctl("daemon-reexec").expectExit(0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("active");
        assertThat(mainPid(unit)).isEqualTo(pid);
        assertThat(restarts(unit)).isZero();

        systemctl("stop", unit).expectExit(0);
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
        assertThat(systemd.show(unit, "ExecMainStatus")).isEqualTo("0");
        assertThat(home.pidFile()).doesNotExist();
    }

    /**
     * Tests a config that was changed after the unit was installed: the gateway extends its stop
     * timeout.
     */
    @Test
    void drainsForLongerThanTheUnitAllowsBecauseItAsksForMoreTime() throws Exception {
        Path handler = home.path().resolve("slow");
        Path asked = home.path().resolve("asked");
        Files.writeString(
                handler,
                """
                #!/bin/sh
                env >%s.env
                while read -r line; do
                    id=$(printf '%%s' "$line" | sed 's/.*"id" *: *"\\([^"]*\\)".*/\\1/')
                    text=$(printf '%%s' "$line" | sed 's/.*"text" *: *"\\([^"]*\\)".*/\\1/')
                    : >%s
                    sleep 4
                    printf '{"id":"%%s","text":"%%s","done":true}\\n' "$id" "$text"
                done
                """
                        .formatted(asked, asked));
        Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwx------"));
        home.write(
                HomeConfig.echo()
                        .with("drain_timeout", Duration.ofSeconds(30))
                        .with("disconnect_timeout", SHORT)
                        .withHandler("{type: process, command: [\"%s\"]}".formatted(handler))
                        .with("family", telegram));
        String unit = install();
        systemd.change(unit, "Service", TIMEOUT, "TimeoutStopSec=1");
        systemctl("start", unit).expectExit(0);
        var sent = telegram.user("mama").says("take your time");
        await().atMost(TIMEOUT).until(() -> Files.exists(asked));

        long began = System.nanoTime();
        systemctl("stop", "--no-block", unit).expectExit(0);
        awaitShown(unit, "StatusText", "Draining");
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("deactivating");
        awaitShown(unit, "ActiveState", "inactive");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThan(Duration.ofSeconds(2));
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
        assertThat(sent.awaitAnswer(TIMEOUT)).contains("take your time");
        assertThat(Path.of(asked + ".env")).content().doesNotContain("NOTIFY_SOCKET", "WATCHDOG");
    }

    @Test
    void oneThatHangsIsStartedAgainByTheWatchdog() throws Exception {
        String unit = install();
        // Fed every five seconds; a machine under load may well need some of them.
        systemd.change(
                unit,
                "Service",
                TIMEOUT,
                "WatchdogSec=15",
                "RestartSec=100ms",
                "TimeoutAbortSec=5");
        systemctl("start", unit).expectExit(0);
        long pid = mainPid(unit);
        String fed = systemd.show(unit, "WatchdogTimestampMonotonic");
        awaitTrue(() -> !systemd.show(unit, "WatchdogTimestampMonotonic").equals(fed));
        assertThat(mainPid(unit)).isEqualTo(pid);

        RunningProcess stop = scope.start("kill", "-STOP", Long.toString(pid));
        stop.awaitExit(TIMEOUT);

        awaitTrue(
                () ->
                        restarts(unit) == 1
                                && mainPid(unit) != pid
                                && systemd.show(unit, "ActiveState").equals("active"));
        telegram.user("mama").says("hello?").awaitAnswer(TIMEOUT);
    }

    /**
     * Tests a gateway that an operator starts in a shell of some service: it must not notify on
     * behalf of that service.
     */
    @Test
    void oneThatWasStartedByHandBelowAServiceDoesNotSpeakForIt() throws Exception {
        GatewayCommandLine inside = gateway.withEnv("INVOCATION_ID", "of-another");
        inside.run(TIMEOUT, "start").expectExit(0);
        assertThat(inside.status().path("supervisor").isNull()).isTrue();
        inside.run(TIMEOUT, "stop").expectExit(0);
    }
}
