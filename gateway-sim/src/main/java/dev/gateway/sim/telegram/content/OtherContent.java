package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.List;
import java.util.Set;

/** The content that is neither text nor a file: places, people, polls and dice. */
final class OtherContent {

    private static final Set<String> DICE = Set.of("🎲", "🎯", "🏀", "⚽", "🎳", "🎰");
    private static final int MAX_QUESTION = 300;
    private static final int MAX_OPTIONS = 12;

    private OtherContent() {}

    static SentContent location(MethodArguments arguments) throws TelegramException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("location", place(arguments));
        return content(json);
    }

    static SentContent venue(MethodArguments arguments) throws TelegramException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode place = place(arguments);
        json.putObject("venue")
                .put("title", required(arguments, "title"))
                .put("address", required(arguments, "address"))
                .set("location", place);
        json.set("location", place);
        return content(json);
    }

    static SentContent contact(MethodArguments arguments) throws TelegramException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode contact =
                json.putObject("contact")
                        .put("phone_number", required(arguments, "phone_number"))
                        .put("first_name", required(arguments, "first_name"));
        arguments.text("last_name").ifPresent(name -> contact.put("last_name", name));
        return content(json);
    }

    static SentContent dice(MethodArguments arguments) throws TelegramException {
        String emoji = arguments.text("emoji").orElse("🎲");
        if (!DICE.contains(emoji)) {
            throw TelegramException.badRequest("EMOTICON_INVALID");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("dice").put("emoji", emoji).put("value", 3);
        return content(json);
    }

    static SentContent poll(MethodArguments arguments) throws TelegramException {
        String question = arguments.text("question").orElse("").strip();
        if (question.isEmpty()) {
            throw TelegramException.badRequest("poll question must be non-empty");
        }
        if (question.length() > MAX_QUESTION) {
            throw TelegramException.badRequest(
                    "poll question length must not exceed " + MAX_QUESTION);
        }
        JsonNode options = arguments.json("options");
        if (!options.isArray()) {
            throw TelegramException.badRequest("expected an Array of InputPollOption");
        }
        if (options.size() < 2) {
            throw TelegramException.badRequest("poll must have at least 2 option");
        }
        if (options.size() > MAX_OPTIONS) {
            throw TelegramException.badRequest(
                    "poll can't have more than " + MAX_OPTIONS + " options");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode poll =
                json.putObject("poll")
                        .put("id", "poll-" + Integer.toHexString(question.hashCode()))
                        .put("question", question)
                        .put("total_voter_count", 0)
                        .put("is_closed", arguments.flag("is_closed"))
                        .put(
                                "is_anonymous",
                                arguments.text("is_anonymous").isEmpty()
                                        || arguments.flag("is_anonymous"))
                        .put("type", arguments.text("type").orElse("regular"))
                        .put("allows_multiple_answers", arguments.flag("allows_multiple_answers"));
        ArrayNode shown = poll.putArray("options");
        for (JsonNode option : options) {
            String text = option.isTextual() ? option.asText() : option.path("text").asText();
            shown.addObject().put("text", text).put("voter_count", 0);
        }
        return content(json);
    }

    private static ObjectNode place(MethodArguments arguments) throws TelegramException {
        double latitude = number(arguments, "latitude");
        double longitude = number(arguments, "longitude");
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw TelegramException.badRequest("wrong location specified");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("latitude", latitude)
                .put("longitude", longitude);
    }

    private static double number(MethodArguments arguments, String name) throws TelegramException {
        String value =
                arguments
                        .text(name)
                        .orElseThrow(() -> TelegramException.badRequest(name + " is empty"));
        return value.matches("[+-]?\\d{1,9}(\\.\\d{1,15})?") ? Double.parseDouble(value) : 0;
    }

    private static String required(MethodArguments arguments, String name)
            throws TelegramException {
        return arguments
                .text(name)
                .orElseThrow(
                        () ->
                                TelegramException.badRequest(
                                        "parameter \"" + name + "\" is required"));
    }

    private static SentContent content(ObjectNode json) {
        return new SentContent(json, "", List.of());
    }
}
