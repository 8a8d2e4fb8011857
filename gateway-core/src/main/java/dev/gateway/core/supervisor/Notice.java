package dev.gateway.core.supervisor;

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
record Notice(Map<String, String> values) {

    static final Notice NOTHING = new Notice(Map.of());

    /** What systemd shows of a status, and somebody reads, is a line. */
    private static final int LONGEST_STATUS = 200;

    Notice {
        values = new LinkedHashMap<>(values);
    }

    static Notice ready() {
        return new Notice(Map.of("READY", "1"));
    }

    static Notice stopping() {
        return new Notice(Map.of("STOPPING", "1"));
    }

    static Notice alive() {
        return new Notice(Map.of("WATCHDOG", "1"));
    }

    static Notice status(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return new Notice(
                Map.of(
                        "STATUS",
                        line.length() > LONGEST_STATUS
                                ? line.substring(0, LONGEST_STATUS - 1) + "…"
                                : line));
    }

    /** The present step may take this long from now on, whatever the unit allows. */
    static Notice extend(Duration time) {
        return new Notice(
                Map.of(
                        "EXTEND_TIMEOUT_USEC",
                        Long.toString(TimeUnit.MILLISECONDS.toMicros(time.toMillis()))));
    }

    /**
     * This and a later one in one go. Whoever stops is no longer ready: of the two words, systemd
     * believes the last.
     */
    Notice and(Notice later) {
        var merged = new LinkedHashMap<>(values);
        later.values.forEach(
                (name, value) -> {
                    merged.remove(name);
                    merged.put(name, value);
                });
        if (merged.containsKey("STOPPING")) {
            merged.remove("READY");
        }
        return new Notice(merged);
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
