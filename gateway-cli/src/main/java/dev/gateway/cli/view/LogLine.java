package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.json.JsonTree;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the log, in text or JSON format.
 *
 * @param written the time as the line has it; empty for a line that continues the one before, as in
 *     a stack trace
 * @param level the level, such as INFO; empty if {@code written} is
 * @param thread the thread; empty if {@code written} is
 * @param logger the logger; empty if {@code written} is
 * @param message the rest of the line
 */
record LogLine(
        Optional<OffsetDateTime> written,
        String level,
        String thread,
        String logger,
        String message) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    /** The text format; older versions wrote a blank between date and time, and no offset. */
    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d\\.\\d{3})"
                            + "(Z|[+-]\\d\\d:\\d\\d)? (\\w+) +\\[([^]]*)] (\\S+): (.*)",
                    Pattern.DOTALL);

    static LogLine parse(String line) {
        if (line.startsWith("{")) {
            try {
                JsonNode node = JsonTree.read(line);
                return new LogLine(
                        Optional.of(OffsetDateTime.parse(node.path("at").asText())),
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
            return new LogLine(
                    Optional.of(time(text.group(1) + "T" + text.group(2), text.group(3))),
                    text.group(4),
                    text.group(5),
                    text.group(6),
                    text.group(7));
        } catch (DateTimeException e) {
            return rest(line); // looks like a time but is not valid
        }
    }

    /** Returns the time; without an offset it is in the reader's zone. */
    private static OffsetDateTime time(String local, String offset) {
        return offset == null
                ? LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toOffsetDateTime()
                : OffsetDateTime.parse(local + offset);
    }

    /** Returns the time of the line. */
    Optional<Instant> at() {
        return written.map(OffsetDateTime::toInstant);
    }

    private static LogLine rest(String line) {
        return new LogLine(Optional.empty(), "", "", "", line);
    }

    /** Returns the entry with further lines, such as a stack trace. */
    LogLine with(List<String> more) {
        return more.isEmpty()
                ? this
                : new LogLine(
                        written, level, thread, logger, message + "\n" + String.join("\n", more));
    }

    /**
     * Returns whether the line mentions an account: as a word of the message, or at the end of the
     * thread's name.
     */
    boolean mentions(String platform) {
        String name = Pattern.quote(platform);
        return Pattern.compile("(?<![\\w-])" + name + "(?![\\w-])", Pattern.UNICODE_CHARACTER_CLASS)
                        .matcher(message)
                        .find()
                || thread.matches(".*-" + name + "(-\\d+)?");
    }

    String text() {
        return written.map(
                        time ->
                                String.format(
                                        Locale.ROOT,
                                        "%s %-5s [%s] %s: %s",
                                        TIME.format(time),
                                        level,
                                        thread,
                                        logger,
                                        message))
                .orElse(message);
    }

    /** Returns the JSON form of a line with a time. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", at().map(Instant::toString).orElse(null))
                .put("level", level)
                .put("thread", thread)
                .put("logger", logger)
                .put("message", message);
    }
}
