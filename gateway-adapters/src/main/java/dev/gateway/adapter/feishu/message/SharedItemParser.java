package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parser of what people share besides texts and files: places, contacts, polls, tasks, dates.
 * Each becomes a description in brackets.
 */
final class SharedItemParser {

    private static final Pattern NAME_IN_TEMPLATE = Pattern.compile("\\{([a-z_]+)}");

    private SharedItemParser() {}

    static MessageContent parse(String type, JsonNode json) {
        return switch (type) {
            case "location" -> location(json);
            case "share_user" ->
                    MessageContent.of(
                            MessageKind.CONTACT, note("contact", json.path("user_id").asText()));
            case "share_chat" -> other(note("group", json.path("chat_id").asText()));
            case "vote" -> MessageContent.of(MessageKind.POLL, poll(json));
            case "todo" -> other(task(json));
            case "calendar", "general_calendar", "share_calendar_event" ->
                    other(
                            note(
                                    "calendar event",
                                    json.path("summary").asText(),
                                    period(json.path("start_time"), json.path("end_time"))));
            case "video_chat" ->
                    other(
                            note(
                                    "video call",
                                    json.path("topic").asText(),
                                    period(json.path("start_time"), json.path("end_time"))));
            case "hongbao" -> other(note("red packet", json.path("text").asText()));
            case "folder" -> other(note("folder", json.path("file_name").asText()));
            case "system" -> other(note("system", notice(json)));
            default -> other("[" + (type.isEmpty() ? "message" : type) + "]");
        };
    }

    private static MessageContent other(String text) {
        return MessageContent.of(MessageKind.OTHER, text);
    }

    private static String note(String what, String... details) {
        List<String> known = new ArrayList<>();
        for (String detail : details) {
            if (!detail.isBlank()) {
                known.add(detail.strip());
            }
        }
        return "[" + what + (known.isEmpty() ? "" : ": " + String.join(", ", known)) + "]";
    }

    private static MessageContent location(JsonNode json) {
        String name = json.path("name").asText();
        Optional<Double> latitude = degrees(json.path("latitude"), 90);
        Optional<Double> longitude = degrees(json.path("longitude"), 180);
        if (latitude.isEmpty() || longitude.isEmpty()) {
            return MessageContent.of(MessageKind.LOCATION, note("location", name));
        }
        var place = new GeoLocation(latitude.get(), longitude.get(), name);
        return new MessageContent(
                MessageKind.LOCATION,
                note("location", name, place.latitude() + " " + place.longitude()),
                List.of(),
                Optional.of(place));
    }

    /** Returns a coordinate, which comes as text or number. */
    private static Optional<Double> degrees(JsonNode value, double largest) {
        try {
            return Optional.of(Double.parseDouble(value.asText()))
                    .filter(number -> Math.abs(number) <= largest);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String poll(JsonNode json) {
        var text = new StringBuilder(note("poll", json.path("topic").asText()));
        for (JsonNode option : json.path("options")) {
            text.append("\n- ").append(option.asText());
        }
        return text.toString();
    }

    private static String task(JsonNode json) {
        JsonNode summary = json.path("summary");
        String due = time(json.path("due_time"));
        String title = summary.path("title").asText();
        String body = RichTextParser.parse(summary, MentionResolver.none()).text();
        String details = body.equals(title) ? "" : body.replaceFirst("^\\Q" + title + "\\E\n", "");
        return note("task", title, details, due.isEmpty() ? "" : "due " + due);
    }

    private static String notice(JsonNode json) {
        Matcher name = NAME_IN_TEMPLATE.matcher(json.path("template").asText());
        return name.replaceAll(found -> Matcher.quoteReplacement(names(json.path(found.group(1)))))
                .replaceAll("\\s+", " ");
    }

    private static String names(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> names = new ArrayList<>();
        value.forEach(name -> names.add(name.asText()));
        return String.join(", ", names);
    }

    private static String period(JsonNode start, JsonNode end) {
        String from = time(start);
        String to = time(end);
        return from.isEmpty() || to.isEmpty() ? from + to : from + " to " + to;
    }

    /** Returns a time in milliseconds as UTC; empty for none. */
    private static String time(JsonNode millis) {
        if (!millis.asText().matches("[1-9]\\d{0,14}")) {
            return "";
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(millis.asText()))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (DateTimeException e) {
            return "";
        }
    }
}
