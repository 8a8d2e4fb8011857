package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.http.CallCancelledException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The filter of the bot's name in groups, where people address it: {@code @our_bot hello}, {@code
 * /start@our_bot}. A handler sees the same text as in a private chat.
 */
final class MentionFilter {

    private final BotUsername name;

    MentionFilter(BotUsername name) {
        this.name = name;
    }

    /** Returns the text without the bot's name; null for a command to another bot. */
    String withoutMention(JsonNode message) throws CallCancelledException, InterruptedException {
        String words = TelegramMessageParser.words(message);
        if (!named(message, words)) {
            return words;
        }
        Optional<String> own = name.get();
        if (own.isEmpty()) {
            return words;
        }
        String tag = "@" + own.get();
        String first = words.split("\\s", 2)[0];
        String rest = words.substring(first.length());
        if (first.equalsIgnoreCase(tag)) {
            return rest.isBlank() ? words : rest.stripLeading();
        }
        int at = first.indexOf('@');
        if (!first.startsWith("/") || at < 0) {
            return words;
        }
        return first.substring(at).equalsIgnoreCase(tag) ? first.substring(0, at) + rest : null;
    }

    /** Returns whether a message of a group contains the bot's name. */
    boolean isMentioned(JsonNode message) throws CallCancelledException, InterruptedException {
        String words = TelegramMessageParser.words(message);
        boolean group = message.path("chat").path("id").asLong() < 0;
        if (!group || words.indexOf('@') < 0) {
            return false;
        }
        Optional<String> own = name.get();
        return own.isPresent()
                && Pattern.compile(
                                "(?:(?<!\\w)|^/\\w{1,64})@" + Pattern.quote(own.get()) + "(?!\\w)",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(words)
                        .find();
    }

    /**
     * Returns whether the first word names the bot; only that can be an address or a command, and
     * only in a group.
     */
    private static boolean named(JsonNode message, String words) {
        boolean group = message.path("chat").path("id").asLong() < 0;
        String first = words.split("\\s", 2)[0];
        return group && first.indexOf('@') >= 0 && first.matches("@\\w+|/\\w+@\\w+");
    }
}
