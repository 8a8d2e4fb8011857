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

    public enum ReplyMode {
        PLAIN,
        REPLY,
        THREAD
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
