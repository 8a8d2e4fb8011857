package dev.gateway.adapter.feishu.message;

import java.util.Locale;
import java.util.Optional;

/**
 * The way to answer a message: in a private chat as a plain message, in a group as a reply, in a
 * thread within the thread.
 *
 * @param messageId of the message to answer
 * @param mode the form of the answer
 */
public record FeishuReplyContext(String messageId, ReplyMode mode) {

    private static final char THREAD_SEPARATOR = '/';

    public enum ReplyMode {
        PLAIN,
        REPLY,
        THREAD
    }

    /** Returns the id of the conversation of a chat, or of a thread within it. */
    static String conversation(String chat, String thread) {
        return thread.isEmpty() ? chat : chat + THREAD_SEPARATOR + thread;
    }

    /** Returns the chat of a conversation. */
    public static String chat(String conversation) {
        int end = conversation.indexOf(THREAD_SEPARATOR);
        return end < 0 ? conversation : conversation.substring(0, end);
    }

    /** Returns the thread of a conversation; empty for none. */
    public static String thread(String conversation) {
        int end = conversation.indexOf(THREAD_SEPARATOR);
        return end < 0 ? "" : conversation.substring(end + 1);
    }

    static FeishuReplyContext to(String messageId, boolean direct, boolean thread) {
        if (thread) {
            return new FeishuReplyContext(messageId, ReplyMode.THREAD);
        }
        return new FeishuReplyContext(messageId, direct ? ReplyMode.PLAIN : ReplyMode.REPLY);
    }

    /** Parses the result of {@link #text}; empty for any other text. */
    public static Optional<FeishuReplyContext> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 2 || !parts[1].matches("[A-Za-z0-9_-]+")) {
            return Optional.empty();
        }
        return switch (parts[0]) {
            case "plain" -> Optional.of(new FeishuReplyContext(parts[1], ReplyMode.PLAIN));
            case "reply" -> Optional.of(new FeishuReplyContext(parts[1], ReplyMode.REPLY));
            case "thread" -> Optional.of(new FeishuReplyContext(parts[1], ReplyMode.THREAD));
            default -> Optional.empty();
        };
    }

    String text() {
        return mode.name().toLowerCase(Locale.ROOT) + " " + messageId;
    }
}
