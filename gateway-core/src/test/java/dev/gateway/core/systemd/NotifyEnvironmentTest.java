package dev.gateway.core.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifyEnvironmentTest {

    private static final long OURS = 4711;

    @Test
    void isReadByTheProcessThatSystemdStarted() {
        var read =
                read(
                        Map.of(
                                "NOTIFY_SOCKET", "/run/notify",
                                "SYSTEMD_EXEC_PID", "4711",
                                "WATCHDOG_PID", "4711",
                                "WATCHDOG_USEC", "3000000"));
        assertThat(read.orElseThrow().watchdog()).contains(Duration.ofSeconds(3));
    }

    @Test
    void isNotBelievedByOneThatWasStartedByHandBelowAService() {
        assertThat(read(Map.of("NOTIFY_SOCKET", "/run/notify", "SYSTEMD_EXEC_PID", "4710")))
                .isEmpty();
    }

    @Test
    void isBelievedWithoutNumberSinceOldVersionsAndContainersGiveNone() {
        assertThat(read(Map.of("NOTIFY_SOCKET", "@abstract"))).isPresent();
    }

    @Test
    void isNothingWithoutSocket() {
        assertThat(read(Map.of("SYSTEMD_EXEC_PID", "4711"))).isEmpty();
        assertThat(read(Map.of("NOTIFY_SOCKET", " "))).isEmpty();
    }

    @Test
    void aWatchdogOfAnotherProcessOrOfNoUseIsNone() {
        for (var watchdog :
                Map.of(
                                "WATCHDOG_PID=1",
                                        Map.of("WATCHDOG_PID", "1", "WATCHDOG_USEC", "3000000"),
                                "zero", Map.of("WATCHDOG_USEC", "0"),
                                "no number", Map.of("WATCHDOG_USEC", "soon"))
                        .entrySet()) {
            var environment = new HashMap<>(watchdog.getValue());
            environment.put("NOTIFY_SOCKET", "/run/notify");
            assertThat(read(environment).orElseThrow().watchdog()).as(watchdog.getKey()).isEmpty();
        }
    }

    private static Optional<NotifyEnvironment> read(Map<String, String> environment) {
        return NotifyEnvironment.read(environment::get, OURS);
    }
}
