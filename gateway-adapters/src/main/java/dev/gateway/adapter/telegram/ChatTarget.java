package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.PlatformException.Undeliverable;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat, one topic of it, or one person in it. Its conversation key is {@code chat}, {@code
 * chat/topic}, {@code chat/~person} or {@code chat/topic~person}.
 *
 * @param chat positive for a person, negative for a group
 * @param topic the {@code message_thread_id} of a topic
 * @param receiver the only person in the chat who sees the messages; an address of its own, so that
 *     what was said in private is never answered in public
 */
record ChatTarget(long chat, OptionalLong topic, OptionalLong receiver) {

    private static final Pattern KEY =
            Pattern.compile("(-?[0-9]{1,18})(?:/(?=.)([0-9]{1,18})?(?:~([0-9]{1,18}))?)?");

    /** Creates a target that all members of the chat see. */
    ChatTarget(long chat, OptionalLong topic) {
        this(chat, topic, OptionalLong.empty());
    }

    static ChatTarget parse(String conversation) throws Undeliverable {
        Matcher key = KEY.matcher(conversation);
        if (!key.matches()) {
            throw new Undeliverable("Not a conversation of Telegram: " + conversation);
        }
        return new ChatTarget(
                Long.parseLong(key.group(1)), number(key.group(2)), number(key.group(3)));
    }

    private static OptionalLong number(String digits) {
        return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    /** Returns the conversation key. */
    String conversation() {
        String part =
                (topic.isPresent() ? Long.toString(topic.getAsLong()) : "")
                        + (receiver.isPresent() ? "~" + receiver.getAsLong() : "");
        return part.isEmpty() ? Long.toString(chat) : chat + "/" + part;
    }

    /** Returns the same target in another chat, which has no topics yet. */
    ChatTarget movedTo(long otherChat) {
        return new ChatTarget(otherChat, OptionalLong.empty(), receiver);
    }

    /** Returns the target outside of all topics. */
    ChatTarget withoutTopic() {
        return movedTo(chat);
    }

    /** Returns whether it is a chat with one person. */
    boolean direct() {
        return chat > 0;
    }
}
