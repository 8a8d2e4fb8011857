package dev.gateway.core.systemd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * systemd's settings in the environment of the process that it started (sd_notify(3),
 * sd_watchdog_enabled(3)).
 *
 * @param watchdog the longest interval between two watchdog messages; empty if the watchdog is off
 */
record NotifyEnvironment(Optional<Duration> watchdog) {

    /**
     * Returns the settings if they are meant for this process. All children of a service inherit
     * its variables, so a gateway started by hand below another service sees that one's: {@code
     * SYSTEMD_EXEC_PID} (systemd 248) tells them apart.
     */
    static Optional<NotifyEnvironment> read(UnaryOperator<String> environment, long pid) {
        String socket = environment.apply("NOTIFY_SOCKET");
        if (socket == null
                || socket.isBlank()
                || !isFor(pid, environment.apply("SYSTEMD_EXEC_PID"))) {
            return Optional.empty();
        }
        Optional<Duration> watchdog =
                isFor(pid, environment.apply("WATCHDOG_PID"))
                        ? micros(environment.apply("WATCHDOG_USEC"))
                        : Optional.empty();
        return Optional.of(new NotifyEnvironment(watchdog));
    }

    private static boolean isFor(long pid, String named) {
        return named == null || named.equals(Long.toString(pid));
    }

    private static Optional<Duration> micros(String text) {
        try {
            long micros = text == null ? 0 : Long.parseLong(text);
            return micros > 0
                    ? Optional.of(Duration.of(micros, ChronoUnit.MICROS))
                    : Optional.empty();
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
