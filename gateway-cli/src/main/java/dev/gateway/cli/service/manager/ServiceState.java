package dev.gateway.cli.service.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a service by its manager.
 *
 * @param loaded whether the manager knows the service
 * @param active systemd's ActiveState: active, activating, deactivating, inactive, failed
 * @param detail systemd's SubState: running, auto-restart, dead …
 * @param result the result of its last run: success, exit-code, signal, timeout, watchdog …
 * @param pid the PID of its main process; 0 for none
 * @param exitStatus the exit status of its last main process
 * @param restarts the number of automatic restarts
 * @param enabled whether it starts at boot or login
 * @param text the status text of the gateway
 * @param stopLimit the time limit of a stop, in the manager's format
 */
public record ServiceState(
        boolean loaded,
        String active,
        String detail,
        String result,
        long pid,
        int exitStatus,
        int restarts,
        boolean enabled,
        String text,
        String stopLimit) {

    /** The properties for {@code systemctl show}. */
    static final String PROPERTIES =
            "LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,NRestarts,"
                    + "UnitFileState,StatusText,TimeoutStopUSec";

    /** Parses the output of {@code systemctl show}. */
    static ServiceState ofSystemd(String shown) {
        Map<String, String> values = new HashMap<>();
        for (String line : shown.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new ServiceState(
                "loaded".equals(values.get("LoadState")),
                values.getOrDefault("ActiveState", "unknown"),
                values.getOrDefault("SubState", ""),
                values.getOrDefault("Result", ""),
                number(values.get("MainPID")).orElse(0L),
                number(values.get("ExecMainStatus")).orElse(0L).intValue(),
                number(values.get("NRestarts")).orElse(0L).intValue(),
                values.getOrDefault("UnitFileState", "").startsWith("enabled"),
                values.getOrDefault("StatusText", ""),
                values.getOrDefault("TimeoutStopUSec", ""));
    }

    /** Returns whether it runs or will start by itself. */
    public boolean isWanted() {
        return active.equals("active") || active.equals("activating") || active.equals("reloading");
    }

    private static Optional<Long> number(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
