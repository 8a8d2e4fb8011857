package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.JsonTree;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the log, whichever format it was written in.
 *
 * @param at when it was written; empty for a line that goes on with the one before, as those of a
 *     stack trace do
 * @param level INFO and so on; empty like the next two
 * @param thread that wrote it
 * @param logger what wrote it
 * @param message the rest
 */
record LogLine(Optional<Instant> at, String level, String thread, String logger, String message) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (\\w+) +"
                            + "\\[([^]]*)] (\\S+): (.*)");

    static LogLine parse(String line) {
        if (line.startsWith("{")) {
            try {
                JsonNode node = JsonTree.read(line);
                return new LogLine(
                        Optional.of(Instant.parse(node.path("at").asText())),
                        node.path("level").asText(),
                        node.path("thread").asText(),
                        node.path("logger").asText(),
                        node.path("message").asText()
                                + (node.hasNonNull("trace")
                                        ? "\n" + node.path("trace").asText()
                                        : ""));
            } catch (IOException | DateTimeException e) {
                return rest(line);
            }
        }
        Matcher text = TEXT.matcher(line);
        if (!text.matches()) {
            return rest(line);
        }
        try {
            LocalDateTime at = LocalDateTime.parse(text.group(1), TIME);
            return new LogLine(
                    Optional.of(at.atZone(ZoneId.systemDefault()).toInstant()),
                    text.group(2),
                    text.group(3),
                    text.group(4),
                    text.group(5));
        } catch (DateTimeException e) {
            return rest(line); // looks like a time and is none
        }
    }

    private static LogLine rest(String line) {
        return new LogLine(Optional.empty(), "", "", "", line);
    }

    /** Whether it is about that account: its name is a word of it, or the end of its thread's. */
    boolean mentions(String platform) {
        String name = Pattern.quote(platform);
        return Pattern.compile("(?<![\\w-])" + name + "(?![\\w-])").matcher(message).find()
                || thread.matches(".*-" + name + "(-\\d+)?");
    }

    String text() {
        return at.map(
                        time ->
                                String.format(
                                        Locale.ROOT,
                                        "%s %-5s [%s] %s: %s",
                                        TIME.format(time.atZone(ZoneId.systemDefault())),
                                        level,
                                        thread,
                                        logger,
                                        message))
                .orElse(message);
    }

    /** Of one that begins with a time. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", at.map(Instant::toString).orElse(null))
                .put("level", level)
                .put("thread", thread)
                .put("logger", logger)
                .put("message", message);
    }
}
