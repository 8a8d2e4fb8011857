package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.PlatformException.Undeliverable;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat, or one topic of it. Its conversation key is {@code chat} or {@code chat/topic}.
 *
 * @param chat positive for a person, negative for a group
 * @param topic the {@code message_thread_id} of a topic
 */
record ChatTarget(long chat, OptionalLong topic) {

    private static final Pattern KEY = Pattern.compile("(-?[0-9]{1,18})(?:/([0-9]{1,18}))?");

    static ChatTarget parse(String conversation) throws Undeliverable {
        Matcher key = KEY.matcher(conversation);
        if (!key.matches()) {
            throw new Undeliverable("Not a conversation of Telegram: " + conversation);
        }
        return new ChatTarget(
                Long.parseLong(key.group(1)),
                key.group(2) == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(key.group(2))));
    }

    /** Returns the conversation key. */
    String conversation() {
        return topic.isPresent() ? chat + "/" + topic.getAsLong() : Long.toString(chat);
    }

    /** Returns whether it is a chat with one person. */
    boolean direct() {
        return chat > 0;
    }
}
