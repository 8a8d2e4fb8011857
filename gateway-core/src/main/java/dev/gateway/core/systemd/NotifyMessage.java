package dev.gateway.core.systemd;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Assignments of sd_notify(3) that are told together, one value a name. Immutable.
 *
 * @param values by name, in the order in which they are told
 */
record NotifyMessage(Map<String, String> values) {

    static final NotifyMessage NOTHING = new NotifyMessage(Map.of());

    /** What systemd shows of a status, and somebody reads, is a line. */
    private static final int LONGEST_STATUS = 200;

    NotifyMessage {
        values = new LinkedHashMap<>(values);
    }

    static NotifyMessage ready() {
        return new NotifyMessage(Map.of("READY", "1"));
    }

    static NotifyMessage stopping() {
        return new NotifyMessage(Map.of("STOPPING", "1"));
    }

    static NotifyMessage alive() {
        return new NotifyMessage(Map.of("WATCHDOG", "1"));
    }

    static NotifyMessage status(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return new NotifyMessage(
                Map.of(
                        "STATUS",
                        line.length() > LONGEST_STATUS
                                ? line.substring(0, LONGEST_STATUS - 1) + "…"
                                : line));
    }

    /** The present step may take this long from now on, whatever the unit allows. */
    static NotifyMessage extend(Duration time) {
        return new NotifyMessage(
                Map.of(
                        "EXTEND_TIMEOUT_USEC",
                        Long.toString(TimeUnit.MILLISECONDS.toMicros(time.toMillis()))));
    }

    /**
     * This and a later one in one go. Whoever stops is no longer ready: of the two words, systemd
     * believes the last.
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

    /** Whether somebody waits for it. */
    boolean isUrgent() {
        return values.containsKey("READY") || values.containsKey("STOPPING");
    }

    /** As systemd-notify takes them. */
    List<String> assignments() {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }
}
