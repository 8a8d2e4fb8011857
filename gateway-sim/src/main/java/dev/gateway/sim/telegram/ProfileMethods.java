package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The methods of the Bot API for a bot's commands, name and descriptions. */
final class ProfileMethods {

    private static final String COMMANDS = "commands";
    private static final int MAX_COMMANDS = 100;
    private static final int MAX_DESCRIPTION = 256;

    private static final Map<String, String> TEXTS =
            Map.of(
                    "Name", "name",
                    "Description", "description",
                    "ShortDescription", "short_description");

    private ProfileMethods() {}

    /** Returns the methods by name. */
    static Map<String, BotApiMethod> all() {
        Map<String, BotApiMethod> methods = new HashMap<>();
        methods.put("setMyCommands", ProfileMethods::setCommands);
        methods.put("getMyCommands", ProfileMethods::getCommands);
        methods.put("deleteMyCommands", ProfileMethods::deleteCommands);
        TEXTS.forEach(
                (name, field) -> {
                    methods.put("setMy" + name, (bot, args, call) -> setText(bot, field, args));
                    methods.put("getMy" + name, (bot, args, call) -> getText(bot, field, args));
                });
        return methods;
    }

    private static CompletionStage<Response> setCommands(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        JsonNode commands = arguments.json(COMMANDS);
        if (arguments.text(COMMANDS).isPresent() && commands.isMissingNode()) {
            throw TelegramException.badRequest("can't parse commands JSON object");
        }
        if (!commands.isMissingNode() && !commands.isArray()) {
            throw TelegramException.badRequest("expected an Array of BotCommand");
        }
        for (JsonNode command : commands) {
            check(command);
        }
        if (commands.size() > MAX_COMMANDS) {
            throw TelegramException.badRequest("BOT_COMMANDS_TOO_MUCH");
        }
        bot.profile().put(key(COMMANDS, arguments), commands);
        return BotApiResponseFactory.yes();
    }

    private static void check(JsonNode command) throws TelegramException {
        for (String field : new String[] {"command", "description"}) {
            if (!command.path(field).isTextual()) {
                throw TelegramException.badRequest(
                        "can't parse BotCommand: Can't find field \"" + field + "\"");
            }
        }
        if (!command.path("command").asText().matches("/?[a-z0-9_]{1,32}")) {
            throw TelegramException.badRequest("BOT_COMMAND_INVALID");
        }
        String description = command.path("description").asText();
        if (description.isBlank() || description.length() > MAX_DESCRIPTION) {
            throw TelegramException.badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
        }
    }

    private static CompletionStage<Response> getCommands(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        JsonNode known = bot.profile().get(key(COMMANDS, arguments));
        return BotApiResponseFactory.now(
                known == null || known.isMissingNode()
                        ? JsonNodeFactory.instance.arrayNode()
                        : known);
    }

    private static CompletionStage<Response> deleteCommands(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        bot.profile().remove(key(COMMANDS, arguments));
        return BotApiResponseFactory.yes();
    }

    private static CompletionStage<Response> setText(
            TelegramBot bot, String field, MethodArguments arguments) throws TelegramException {
        String text = arguments.text(field).orElse("");
        bot.profile().put(key(field, arguments), TextNode.valueOf(text));
        return BotApiResponseFactory.yes();
    }

    private static CompletionStage<Response> getText(
            TelegramBot bot, String field, MethodArguments arguments) throws TelegramException {
        JsonNode known = bot.profile().get(key(field, arguments));
        return BotApiResponseFactory.now(
                JsonNodeFactory.instance
                        .objectNode()
                        .put(field, known == null ? "" : known.asText()));
    }

    /** Returns the key of a field for one scope and language. */
    private static String key(String field, MethodArguments arguments) throws TelegramException {
        String scope = arguments.text("scope").orElse("{\"type\":\"default\"}");
        JsonNode type = arguments.json("scope").path("type");
        if (arguments.text("scope").isPresent() && !type.isTextual()) {
            throw TelegramException.badRequest("can't parse BotCommandScope JSON object");
        }
        String language = arguments.text("language_code").orElse("");
        if (!language.isEmpty() && !language.matches("[a-z]{2}")) {
            throw TelegramException.badRequest("invalid language code specified");
        }
        return field + " " + scope + " " + language;
    }
}
