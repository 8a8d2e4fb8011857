package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The actions of the control API for Telegram only, beside those of {@link TelegramUserControl}.
 *
 * <ul>
 *   <li>{@code upgrade}, {@code kick}: {@code group}
 *   <li>{@code delete-topic}, {@code close-topic}: {@code group}, {@code topic}
 *   <li>{@code update}: {@code type}, {@code content}: an update of any type, delivered unchanged
 *   <li>{@code callbacks}: the pressed buttons by query, each with the bot's answer or null
 *   <li>{@code revoke}: a token that is rejected from now on
 *   <li>{@code add-bot}: {@code username}; returns its {@code token}
 * </ul>
 *
 * <p>All take {@code token}, which defaults to the first bot.
 */
final class TelegramControl {

    private final FakeTelegram telegram;

    TelegramControl(FakeTelegram telegram) {
        this.telegram = telegram;
    }

    ObjectNode run(String action, JsonNode arguments) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        String token = arguments.path("token").asText(telegram.token());
        switch (action) {
            case "upgrade" ->
                    shown.put(
                            "chat_id",
                            telegram.group(token, text(arguments, "group")).upgrade().id());
            case "kick" -> telegram.group(token, text(arguments, "group")).kickBot();
            case "delete-topic" ->
                    telegram.supergroup(token, text(arguments, "group"))
                            .deleteTopic(arguments.path("topic").asLong());
            case "close-topic" ->
                    telegram.supergroup(token, text(arguments, "group"))
                            .closeTopic(arguments.path("topic").asLong());
            case "revoke" -> telegram.revoke(token);
            case "add-bot" -> shown.put("token", telegram.addBot(text(arguments, "username")));
            case "update" -> {
                if (!(arguments.path("content") instanceof ObjectNode content)) {
                    throw new IllegalArgumentException("missing: content, an object");
                }
                telegram.pushUpdate(token, text(arguments, "type"), content);
            }
            case "callbacks" ->
                    telegram.callbacks(token)
                            .forEach((query, answer) -> shown.put(query, answer.orElse(null)));
            default -> new TelegramUserControl(telegram, token).run(action, arguments, shown);
        }
        return shown;
    }

    static String text(JsonNode arguments, String name) {
        if (!arguments.hasNonNull(name)) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return arguments.get(name).asText();
    }
}
