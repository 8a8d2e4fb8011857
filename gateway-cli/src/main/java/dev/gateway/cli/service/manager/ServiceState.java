package dev.gateway.cli.service.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the service manager says of a service.
 *
 * @param loaded whether it knows the service
 * @param active as systemd's ActiveState: active, activating, deactivating, inactive, failed
 * @param detail as systemd's SubState: running, auto-restart, dead …
 * @param result of its last run: success, exit-code, signal, timeout, watchdog …
 * @param pid its main process; 0 for none
 * @param exitStatus of its last main process
 * @param restarts how often it was started again by itself
 * @param enabled whether it starts at boot or login
 * @param text what the gateway itself says
 * @param stopLimit how long a stop may take, as the manager writes it
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

    /** What {@code systemctl show} is asked for. */
    static final String PROPERTIES =
            "LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,NRestarts,"
                    + "UnitFileState,StatusText,TimeoutStopUSec";

    /** Reads what {@code systemctl show} printed. */
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

    /** Whether it runs, or will without anybody's help. */
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
