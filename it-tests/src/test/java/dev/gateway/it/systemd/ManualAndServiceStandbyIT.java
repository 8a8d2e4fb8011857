package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.RunningProcess;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Runs a gateway by hand and one by systemd in one home: the second one stands by, and neither ends
 * the other again and again. The duration of that check: {@code -Dit.no-fight.seconds=60}.
 */
class ManualAndServiceStandbyIT extends SystemdFixture {

    private static final Duration WATCHED =
            Duration.ofSeconds(Long.getLong("it.no-fight.seconds", 6));

    @Test
    void theServiceStandsByForOneThatWasStartedByHandAndTakesOver() throws Exception {
        long began = System.nanoTime();
        RunningProcess byHand = gateway.start("run");
        home.awaitState("running", TIMEOUT);
        Duration start = Duration.ofNanos(System.nanoTime() - began);
        String unit = install();
        // Enough for a start on this machine, and less than the standby.
        Duration limit = start.multipliedBy(3).plusSeconds(2);
        systemd.change(
                unit,
                "Service",
                TIMEOUT,
                "TimeoutStartSec=" + limit.toMillis() + "ms",
                "RestartSec=100ms");
        systemctl("start", "--no-block", unit).expectExit(0);
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                systemd.show(unit, "StatusText")
                                        .equals(
                                                "Standing by: another gateway (PID %d) runs in this home"
                                                        .formatted(byHand.pid())));
        long standby = mainPid(unit);

        watch(limit);

        assertThat(starts()).as("starts of whatever gateway").isEqualTo(2);
        assertThat(byHand.isAlive()).isTrue();
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("activating");

        gateway.run(TIMEOUT, "stop").expectExit(0);
        awaitShown(unit, "ActiveState", "active");
        assertThat(mainPid(unit)).isEqualTo(standby);
        assertThat(home.lockHolder()).hasValue(standby);
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void oneThatIsStartedByHandDoesNotDisturbTheService() throws Exception {
        String unit = install();
        systemd.change(unit, "Service", TIMEOUT, "RestartSec=100ms");
        systemctl("start", unit).expectExit(0);
        long service = mainPid(unit);

        assertThat(gateway.run(TIMEOUT, "run").expectExit(75).firstErrorLine())
                .contains("Another gateway instance (PID " + service + ") is running in ");
        RunningProcess waiting = gateway.start("run", "--on-conflict=wait");
        await().atMost(TIMEOUT).until(() -> home.lockWaiters().contains(waiting.pid()));
        watch(Duration.ZERO);

        assertThat(mainPid(unit)).isEqualTo(service);
        assertThat(waiting.isAlive()).isTrue();
        assertThat(restarts(unit)).isZero();
    }

    @Test
    void oneThatReplacesTheServiceKeepsTheHomeAndTheServiceStandsByForIt() throws Exception {
        String unit = install();
        systemd.change(unit, "Service", TIMEOUT, "RestartSec=100ms");
        systemctl("start", unit).expectExit(0);
        long service = mainPid(unit);

        RunningProcess byHand = gateway.start("run", "--replace");
        awaitTrue(() -> home.lockHolder().equals(OptionalLong.of(byHand.pid())));
        awaitTrue(() -> home.lockWaiters().stream().anyMatch(pid -> pid != service));
        watch(Duration.ZERO);

        assertThat(starts()).as("the service, its replacer, the one that stands by").isEqualTo(3);
        assertThat(byHand.isAlive()).isTrue();
        assertThat(restarts(unit)).isOne();
        gateway.run(TIMEOUT, "restart").expectExit(0);
        assertThat(home.lockHolder()).as("restarted into the service").hasValue(mainPid(unit));
        assertThat(starts()).isEqualTo(3);
        assertThat(telegram.referee().violations()).isEmpty();
        RaceRow.of(
                        "R5 by hand and service",
                        13511,
                        "--replace by hand, service with Restart=always")
                .gateway("the service stands by, nobody is ended again", 1)
                .figures("3 starts in %d s", WATCHED.toSeconds())
                .record();
    }

    private long starts() {
        return home.events(EventType.CONFIG_VALIDATED).stream()
                .map(RecordedEvent::pid)
                .distinct()
                .count();
    }

    /** Waits for the requested duration, but not less than {@code least}. */
    private static void watch(Duration least) {
        Duration time = WATCHED.compareTo(least) > 0 ? WATCHED : least;
        await().pollDelay(time).atMost(time.plus(TIMEOUT)).until(() -> true);
    }
}
