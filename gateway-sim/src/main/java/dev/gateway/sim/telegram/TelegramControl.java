package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.SentMessage;

/**
 * The actions of the control API for Telegram only.
 *
 * <ul>
 *   <li>{@code group-say}: {@code group}, {@code user}, {@code text}, optionally {@code topic}
 *   <li>{@code block}, {@code unblock}: {@code user}
 *   <li>{@code upgrade}, {@code kick}: {@code group}
 *   <li>{@code delete-topic}, {@code close-topic}: {@code group}, {@code topic}
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
            case "group-say" -> shown.put("id", groupSay(token, arguments).id());
            case "block" -> telegram.user(token, text(arguments, "user")).blocksBot();
            case "unblock" -> telegram.user(token, text(arguments, "user")).unblocksBot();
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
            default ->
                    throw new IllegalArgumentException("telegram has no action \"" + action + "\"");
        }
        return shown;
    }

    private SentMessage groupSay(String token, JsonNode arguments) {
        String title = text(arguments, "group");
        String name = text(arguments, "user");
        long topic = arguments.path("topic").asLong();
        TelegramUser user =
                topic == 0
                        ? telegram.group(token, title).user(name)
                        : telegram.supergroup(token, title).user(name, topic);
        return user.says(text(arguments, "text"));
    }

    private static String text(JsonNode arguments, String name) {
        if (!arguments.hasNonNull(name)) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return arguments.get(name).asText();
    }
}
