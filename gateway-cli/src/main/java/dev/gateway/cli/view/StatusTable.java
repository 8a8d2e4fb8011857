package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.terminal.AgeFormat;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.terminal.DisplayWidth;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status as text: at most 80 columns wide, except for long paths of homes and units. Each
 * problem comes with the next step.
 */
final class StatusTable {

    private static final String INDENT = "          ";
    private static final int TEXT_WIDTH = 80 - INDENT.length();
    private static final int MAX_NAME = 20;
    private static final int MAX_TYPE = 10;

    private final JsonNode status;
    private final Optional<String> damagedJournal;
    private final boolean disagree;
    private final Instant now;
    private final ConsoleOutput output;
    private final List<String> lines = new ArrayList<>();

    /**
     * Creates the table of {@code status}.
     *
     * @param damagedJournal the replaced journal that the operator has not acknowledged
     * @param disagree whether the PID file names another live process than the lock's holder
     * @param output the output that shows it
     */
    StatusTable(
            JsonNode status,
            Optional<String> damagedJournal,
            boolean disagree,
            Instant now,
            ConsoleOutput output) {
        this.status = status;
        this.damagedJournal = damagedJournal;
        this.disagree = disagree;
        this.now = now;
        this.output = output;
    }

    List<String> lines() {
        gateway();
        lines.add("home      " + status.path("home").asText());
        supervisor();
        instance();
        handler();
        if (!status.path("platforms").isEmpty()) {
            platforms();
        }
        messages();
        return lines;
    }

    private void gateway() {
        String state = status.path("state").asText("unknown");
        StringBuilder head = new StringBuilder("gateway   ").append(paint(state, state));
        if (status.hasNonNull("pid")) {
            head.append(", PID ").append(status.path("pid").asLong());
            if (status.hasNonNull("started_at")) {
                head.append(", for ").append(age(status.path("started_at")));
            }
        }
        if (status.hasNonNull("version")) {
            head.append(", version ").append(status.path("version").asText());
        }
        lines.add(head.toString());
        if (status.hasNonNull("error")) {
            wrap(TerminalSanitizer.line(status.path("error").asText()));
        }
        switch (state) {
            case "failed" -> advise("It ended without saying so. See 'gateway logs'.");
            case "unknown" -> advise("It cannot be told whether one runs. See 'gateway doctor'.");
            default -> {
                // The state or the platforms say enough.
            }
        }
    }

    private void supervisor() {
        JsonNode supervisor = status.path("supervisor");
        if (supervisor.hasNonNull("kind")) {
            lines.add(
                    ("under     "
                                    + supervisor.path("kind").asText()
                                    + " "
                                    + supervisor.path("unit").asText())
                            .stripTrailing());
        }
    }

    private void instance() {
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
        if (instance.path("lock").asText().equals("held") && !isUp()) {
            advise("Another program has a lock of its own on gateway.lock: no gateway can start.");
        }
        if (disagree) {
            advise("The PID file names another live process; the lock counts.");
        } else if (instance.path("pid_file").asText().equals("stale")
                && !status.hasNonNull("pid")) {
            advise("Left from one that was killed; the next start recovers it.");
        }
    }

    private boolean isUp() {
        return !List.of("stopped", "failed").contains(status.path("state").asText());
    }

    private void handler() {
        JsonNode handler = status.path("handler");
        if (!handler.hasNonNull("type") || !isUp()) {
            return;
        }
        String state = handler.path("state").asText("unknown");
        StringBuilder line =
                new StringBuilder("handler   ")
                        .append(TerminalSanitizer.line(handler.path("type").asText(), MAX_TYPE))
                        .append(", ")
                        .append(state.equals("unknown") ? "not asked yet" : paint(state, state));
        if (state.equals("failing") && handler.hasNonNull("since")) {
            line.append(" for ").append(age(handler.path("since")));
        }
        if (handler.hasNonNull("last_answer_at")) {
            line.append(", last answer ").append(age(handler.path("last_answer_at")) + " ago");
        }
        lines.add(line.toString());
        if (state.equals("failing")) {
            if (handler.hasNonNull("error")) {
                wrap(TerminalSanitizer.line(handler.path("error").asText()));
            }
            advise("Nobody is answered. See 'gateway logs'; messages are tried again.");
        }
    }

    private void platforms() {
        int width = "platform ".length();
        for (Map.Entry<String, JsonNode> platform : status.path("platforms").properties()) {
            width = Math.max(width, Math.min(MAX_NAME, DisplayWidth.of(platform.getKey())));
        }
        lines.add("");
        lines.add(
                output.paint(
                        TextStyle.FAINT,
                        row(width, "platform", "type", padded("state"), "for", "last contact")));
        for (Map.Entry<String, JsonNode> entry : status.path("platforms").properties()) {
            JsonNode platform = entry.getValue();
            String state = platform.path("state").asText();
            lines.add(
                    row(
                                    width,
                                    TerminalSanitizer.line(entry.getKey(), width),
                                    TerminalSanitizer.line(
                                            platform.path("type").asText(), MAX_TYPE),
                                    paint(state, padded(state)),
                                    platform.hasNonNull("since") ? age(platform.path("since")) : "",
                                    platform.hasNonNull("last_contact_at")
                                            ? age(platform.path("last_contact_at")) + " ago"
                                            : "")
                            .stripTrailing());
            problem(state, platform);
        }
        lines.add("");
    }

    private static String row(
            int width, String name, String type, String state, String age, String contact) {
        return String.join(
                " ",
                DisplayWidth.pad(name, width),
                DisplayWidth.pad(type, MAX_TYPE),
                state,
                DisplayWidth.pad(age, 8),
                contact);
    }

    private static String padded(String state) {
        return DisplayWidth.pad(state, 17);
    }

    private void problem(String state, JsonNode platform) {
        String error = platform.path("error").asText("");
        if (platform.hasNonNull("error")) {
            wrap(TerminalSanitizer.line(error));
        }
        if (!error.matches("(?s).*['`]gateway .*")) { // the error names the next step
            remedy(state).ifPresent(this::advise);
        }
    }

    private static Optional<String> remedy(String state) {
        return Optional.ofNullable(
                switch (state) {
                    case "retrying" -> "It tries again by itself. See 'gateway logs'.";
                    case "waiting_for_token" ->
                            "It is taken when that process ends. See 'gateway tokens'.";
                    case "rejected" ->
                            "Correct its credentials in the config, then 'gateway reload'.";
                    case "expired" -> "Log in again, then 'gateway reload'.";
                    case "abandoned" -> "Its token is free when this process ends.";
                    default -> null;
                });
    }

    private void messages() {
        JsonNode messages = status.path("messages");
        long parked = messages.path("failed").asLong();
        lines.add(
                "messages  %d handled, %d pending, %d in flight, %d to send, %s"
                        .formatted(
                                messages.path("handled").asLong(),
                                messages.path("pending").asLong(),
                                messages.path("in_flight").asLong(),
                                messages.path("outbox").asLong(),
                                parked == 0
                                        ? "0 parked"
                                        : output.paint(TextStyle.BAD, parked + " parked")));
        if (parked > 0) {
            advise("See 'gateway messages list --parked', then retry or drop them.");
        }
        if (damagedJournal.isPresent()) {
            wrap(
                    "The journal was damaged and replaced; what is left of it lies in "
                            + damagedJournal.get()
                            + ".");
            advise("Take note with 'gateway messages acknowledge': degraded until then.");
        }
    }

    private void advise(String text) {
        lines.add(INDENT + output.paint(TextStyle.HINT, text));
    }

    private void wrap(String text) {
        DisplayWidth.wrap(text, TEXT_WIDTH).forEach(line -> lines.add(INDENT + line));
    }

    private String age(JsonNode instant) {
        try {
            return AgeFormat.text(Instant.parse(instant.asText()), now);
        } catch (DateTimeException e) {
            return "?";
        }
    }

    private String paint(String state, String text) {
        TextStyle style =
                switch (state) {
                    case "running", "connected", "ok" -> TextStyle.GOOD;
                    case "failed", "failing", "rejected", "expired", "abandoned" -> TextStyle.BAD;
                    case "stopped", "disabled", "disconnected" -> TextStyle.FAINT;
                    default -> TextStyle.WARNING;
                };
        return output.paint(style, text);
    }
}
