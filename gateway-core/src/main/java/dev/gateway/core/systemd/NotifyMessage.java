package dev.gateway.core.systemd;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Assignments of sd_notify(3) that are sent together, one value per name. Immutable.
 *
 * @param values by name, in sending order
 */
record NotifyMessage(Map<String, String> values) {

    static final NotifyMessage NOTHING = new NotifyMessage(Map.of());

    /** The maximum length of a status, which systemd shows as one line. */
    private static final int MAX_STATUS = 200;

    NotifyMessage {
        values = new LinkedHashMap<>(values);
    }

    static NotifyMessage ready() {
        return new NotifyMessage(Map.of("READY", "1"));
    }

    static NotifyMessage stopping() {
        return new NotifyMessage(Map.of("STOPPING", "1"));
    }

    /**
     * Returns a message that the process {@code pid} is the main one of the service from now on.
     */
    static NotifyMessage mainPid(long pid) {
        return new NotifyMessage(Map.of("MAINPID", Long.toString(pid)));
    }

    static NotifyMessage alive() {
        return new NotifyMessage(Map.of("WATCHDOG", "1"));
    }

    static NotifyMessage status(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return new NotifyMessage(
                Map.of(
                        "STATUS",
                        line.length() > MAX_STATUS
                                ? line.substring(0, MAX_STATUS - 1) + "…"
                                : line));
    }

    /**
     * Returns a message that the present step may take {@code time} from now on, whatever the unit
     * allows.
     */
    static NotifyMessage extend(Duration time) {
        return new NotifyMessage(
                Map.of(
                        "EXTEND_TIMEOUT_USEC",
                        Long.toString(TimeUnit.MILLISECONDS.toMicros(time.toMillis()))));
    }

    /**
     * Returns this message merged with a later one. A stopping gateway is no longer ready: systemd
     * believes the last of the two words.
     */
    NotifyMessage and(NotifyMessage later) {
        var merged = new LinkedHashMap<>(values);
        later.values.forEach(
                (name, value) -> {
                    merged.remove(name);
                    merged.put(name, value);
                });
        if (merged.containsKey("STOPPING")) {
            merged.remove("READY");
        }
        return new NotifyMessage(merged);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns whether systemd waits for the message. */
    boolean isUrgent() {
        return values.containsKey("READY")
                || values.containsKey("STOPPING")
                || values.containsKey("MAINPID");
    }

    /** Returns the assignments in the syntax of systemd-notify. */
    List<String> assignments() {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }
}
