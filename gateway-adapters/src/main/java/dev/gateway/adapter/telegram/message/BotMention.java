package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mentions of one bot in messages of groups: by its name, by a link to it, by a command with
 * its name, and by an answer to its message.
 *
 * @param id the bot's id
 * @param name the bot's user name; empty if it is unknown at the moment
 */
public record BotMention(long id, Optional<String> name) {

    private static final Pattern ALL =
            Pattern.compile("(?<![\\w@.])@(all|everyone)(?!\\w)", Pattern.CASE_INSENSITIVE);

    /** A command at the beginning, of any form. */
    private static final Pattern COMMAND = Pattern.compile("/\\w{1,64}@\\w+");

    private static final Pattern NAME = Pattern.compile("(?:(?<!\\w)|^/\\w{1,64})@(\\w+)");

    /** Returns whether a message contains a name, so that the bot's own has to be known. */
    public static boolean needsName(JsonNode message) {
        return TelegramText.of(message).plain().indexOf('@') >= 0
                || message.path("rich_message").isObject();
    }

    /** Returns whether a message speaks to all members of its chat. */
    public static boolean ofAll(JsonNode message) {
        return ALL.matcher(TelegramText.of(message).plain()).find();
    }

    /** Returns whether a message is a command to another bot. */
    public boolean otherCommand(JsonNode message) {
        String first = firstWord(TelegramText.of(message).plain());
        return name.isPresent()
                && COMMAND.matcher(first).matches()
                && !isOwn(first.substring(first.indexOf('@')));
    }

    /**
     * Returns whether a message addresses the bot. A result of an inline bot never does. While the
     * bot's name is unknown, any mention may be one.
     */
    public boolean addressed(JsonNode message) {
        if (message.has("via_bot")) {
            return false;
        }
        JsonNode answered = message.path("reply_to_message");
        boolean reply =
                answered.path("from").path("id").asLong(0) == id
                        && !TelegramQuote.beginsTopic(message);
        return reply
                || linked(message)
                || inText(TelegramText.of(message))
                || inRich(message.path("rich_message"));
    }

    /** Returns whether a text links to the bot instead of naming it. */
    private boolean linked(JsonNode message) {
        for (String field : List.of("entities", "caption_entities")) {
            for (JsonNode entity : message.path(field)) {
                if (entity.path("user").path("id").asLong(0) == id) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns a text without the bot's name at its beginning. */
    public String withoutName(String text) {
        String first = firstWord(text);
        if (name.isEmpty() || first.isEmpty()) {
            return text;
        }
        String rest = text.substring(first.length());
        if (isOwn(first)) {
            return rest.isBlank() ? text : rest.stripLeading();
        }
        return COMMAND.matcher(first).matches() && isOwn(first.substring(first.indexOf('@')))
                ? first.substring(0, first.indexOf('@')) + rest
                : text;
    }

    private boolean inText(TelegramText text) {
        for (MessageEntity entity : text.entities()) {
            String part = entity.of(text.plain());
            boolean own =
                    switch (entity.type()) {
                        case "mention" -> mayBeOwn(part);
                        case "bot_command" ->
                                part.indexOf('@') >= 0
                                        && mayBeOwn(part.substring(part.indexOf('@')));
                        default -> false;
                    };
            if (own) {
                return true;
            }
        }
        return !text.marked()
                && NAME.matcher(text.plain())
                        .results()
                        .anyMatch(found -> mayBeOwn("@" + found.group(1)));
    }

    private boolean inRich(JsonNode part) {
        boolean own =
                switch (part.path("type").asText("")) {
                    case "text_mention" -> part.path("user").path("id").asLong(0) == id;
                    case "mention" ->
                            mayBeOwn("@" + part.path("username").asText("").replace("@", ""));
                    case "bot_command" -> {
                        String command = part.path("bot_command").asText("");
                        int at = command.indexOf('@');
                        yield at >= 0 && mayBeOwn(command.substring(at));
                    }
                    default -> false;
                };
        if (own) {
            return true;
        }
        for (JsonNode child : part) {
            if (child.isContainerNode() && inRich(child)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a tag is the bot's, or may be, as its name is unknown. */
    private boolean mayBeOwn(String tag) {
        return name.isEmpty() || isOwn(tag);
    }

    private boolean isOwn(String tag) {
        return name.isPresent()
                && tag.toLowerCase(Locale.ROOT).equals("@" + name.get().toLowerCase(Locale.ROOT));
    }

    private static String firstWord(String text) {
        return text.split("\\s", 2)[0];
    }
}
