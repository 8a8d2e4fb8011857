package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The author of a message to a bot.
 *
 * @param name the name of the person or of the channel
 * @param from the account in {@code from}
 * @param chat the chat in whose name the message is written; empty for a person or a bot
 * @param automatic whether a channel's post comes into its group by itself
 */
public record UserIdentity(
        String name, ObjectNode from, Optional<ObjectNode> chat, boolean automatic) {

    /** The account that the platform shows for anonymous admins of a group. */
    private static final long ANONYMOUS_ADMIN = 1087968824;

    /** The account that the platform shows for posts which come by themselves. */
    private static final long TELEGRAM = 777000;

    /** Returns a person. */
    public static UserIdentity person(long id, String name) {
        ObjectNode from = account(id, false, name).put("username", name).put("language_code", "en");
        return new UserIdentity(name, from, Optional.empty(), false);
    }

    /** Returns another bot. */
    public static UserIdentity bot(long id, String name) {
        ObjectNode from = account(id, true, name).put("username", name);
        return new UserIdentity(name, from, Optional.empty(), false);
    }

    /** Returns an admin who writes as the group itself. */
    public static UserIdentity anonymousAdmin(ObjectNode group) {
        ObjectNode from =
                account(ANONYMOUS_ADMIN, true, "Group").put("username", "GroupAnonymousBot");
        return new UserIdentity("GroupAnonymousBot", from, Optional.of(group), false);
    }

    /** Returns a channel whose posts come into its discussion group by themselves. */
    public static UserIdentity channel(long id, String title) {
        ObjectNode chat =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("title", title)
                        .put("type", "channel");
        ObjectNode from = account(TELEGRAM, false, "Telegram");
        return new UserIdentity(title, from, Optional.of(chat), true);
    }

    /** Adds the author to a message. */
    public void addTo(ObjectNode message) {
        message.set("from", from);
        chat.ifPresent(sender -> message.set("sender_chat", sender));
        if (automatic) {
            message.put("is_automatic_forward", true);
            chat.ifPresent(
                    sender ->
                            message.putObject("forward_origin")
                                    .put("type", "channel")
                                    .put("date", message.path("date").asLong())
                                    .put("message_id", 1)
                                    .set("chat", sender));
        }
    }

    private static ObjectNode account(long id, boolean bot, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("is_bot", bot)
                .put("first_name", name);
    }
}
