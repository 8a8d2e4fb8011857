package dev.gateway.core.systemd;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One line on the activity of a gateway, as {@code systemctl status} shows it. Thread-safe. */
final class StatusLine {

    private static final String CONNECTED = "connected";

    private final Map<String, String> platforms = new TreeMap<>();
    private String doing = "Starting";
    private boolean handlerFailing;
    private boolean up;
    private boolean failed;

    synchronized void standby(String holder) {
        doing =
                "Standing by: another gateway"
                        + (holder.isEmpty() ? "" : " (PID " + holder + ")")
                        + " runs in this home";
    }

    synchronized void state(String state) {
        if (failed) {
            return; // The reason of the end tells more than its progress.
        }
        up = state.equals("running") || state.equals("degraded") || state.equals("starting");
        doing = Character.toUpperCase(state.charAt(0)) + state.substring(1);
    }

    synchronized void platform(String name, String state) {
        platforms.put(name, state);
    }

    synchronized void handlerFailing(boolean failing) {
        handlerFailing = failing;
    }

    /** Removes platforms that a reload removed; {@code names} is separated by commas. */
    synchronized void remove(String names) {
        platforms.keySet().removeAll(List.of(names.split(",")));
    }

    synchronized void failed(String why) {
        failed = true;
        up = false;
        doing = "Failed: " + why;
    }

    synchronized String text() {
        String details =
                up
                        ? platforms.entrySet().stream()
                                .filter(each -> !each.getValue().equals(CONNECTED))
                                .map(each -> each.getKey() + " " + words(each.getValue()))
                                .collect(Collectors.joining(", "))
                        : "";
        if (up && handlerFailing) {
            details = "the handler fails" + (details.isEmpty() ? "" : ", " + details);
        }
        long connected = platforms.values().stream().filter(CONNECTED::equals).count();
        if (up && details.isEmpty() && connected > 0) {
            details = connected + (connected == 1 ? " platform" : " platforms") + " connected";
        }
        return details.isEmpty() ? doing : doing + ": " + details;
    }

    private static String words(String state) {
        return state.replace('_', ' ');
    }
}
