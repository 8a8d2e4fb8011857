package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A status for people, at most 80 columns wide but for paths and errors that are longer. */
final class StatusTable {

    private final JsonNode status;
    private final Instant now;
    private final boolean colours;

    StatusTable(JsonNode status, Instant now, boolean colours) {
        this.status = status;
        this.now = now;
        this.colours = colours;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(head());
        lines.add("home      " + status.path("home").asText());
        JsonNode supervisor = status.path("supervisor");
        if (supervisor.hasNonNull("kind")) {
            lines.add(
                    "under     %s %s"
                            .formatted(
                                    supervisor.path("kind").asText(),
                                    supervisor.path("unit").asText()));
        }
        JsonNode instance = status.path("instance");
        lines.add(
                "lock      %s%s, PID file %s%s"
                        .formatted(
                                instance.path("lock").asText("unknown"),
                                instance.hasNonNull("lock_holder_pid")
                                        ? " by " + instance.path("lock_holder_pid").asLong()
                                        : "",
                                instance.path("pid_file").asText("unknown"),
                                instance.hasNonNull("reason")
                                        ? " (" + instance.path("reason").asText() + ")"
                                        : ""));
        for (Map.Entry<String, JsonNode> platform : status.path("platforms").properties()) {
            platform(platform.getKey(), platform.getValue(), lines);
        }
        JsonNode messages = status.path("messages");
        lines.add(
                "messages  %d handled, %d pending, %d in flight, %d to send, %d failed"
                        .formatted(
                                messages.path("handled").asLong(),
                                messages.path("pending").asLong(),
                                messages.path("in_flight").asLong(),
                                messages.path("outbox").asLong(),
                                messages.path("failed").asLong()));
        return lines;
    }

    private String head() {
        String state = status.path("state").asText("unknown");
        StringBuilder head = new StringBuilder("gateway   ").append(paint(state, state));
        if (status.hasNonNull("pid")) {
            head.append(", PID ").append(status.path("pid").asLong());
            if (status.hasNonNull("started_at")) {
                head.append(", for ").append(age(status.path("started_at").asText()));
            }
        }
        if (status.hasNonNull("version")) {
            head.append(", version ").append(status.path("version").asText());
        }
        return head.toString();
    }

    private void platform(String name, JsonNode platform, List<String> lines) {
        String state = platform.path("state").asText();
        String contact =
                platform.hasNonNull("last_contact_at")
                        ? "last contact " + age(platform.path("last_contact_at").asText()) + " ago"
                        : "";
        lines.add(
                String.format(
                                Locale.ROOT,
                                "%-9s %s %-18s %s",
                                name,
                                platform.path("type").asText(),
                                paint(state, state),
                                contact)
                        .stripTrailing());
        if (platform.hasNonNull("error")) {
            lines.add("          " + platform.path("error").asText());
        }
    }

    private String age(String instant) {
        try {
            long seconds = Math.max(0, Duration.between(Instant.parse(instant), now).toSeconds());
            if (seconds < 120) {
                return seconds + " s";
            }
            if (seconds < 7200) {
                return seconds / 60 + " min";
            }
            return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
        } catch (DateTimeException e) {
            return "?";
        }
    }

    private String paint(String state, String text) {
        if (!colours) {
            return text;
        }
        int colour =
                switch (state) {
                    case "running", "connected" -> 32;
                    case "failed", "rejected", "expired", "abandoned" -> 31;
                    default -> 33;
                };
        return "\u001b[" + colour + "m" + text + "\u001b[0m";
    }
}
