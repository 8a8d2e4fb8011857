package dev.gateway.adapter.feishu.message;

import java.util.Locale;
import java.util.Optional;

/**
 * How to answer a message: in a private chat simply after it, in a group as a reply to it, in a
 * thread within the thread.
 *
 * @param messageId of the message to answer
 * @param manner how
 */
public record FeishuReplyContext(String messageId, Manner manner) {

    public enum Manner {
        PLAIN,
        REPLY,
        THREAD
    }

    static FeishuReplyContext to(String messageId, boolean direct, boolean thread) {
        if (thread) {
            return new FeishuReplyContext(messageId, Manner.THREAD);
        }
        return new FeishuReplyContext(messageId, direct ? Manner.PLAIN : Manner.REPLY);
    }

    /** Reads what {@link #text} wrote; empty if it is something else. */
    public static Optional<FeishuReplyContext> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 2 || !parts[1].matches("[A-Za-z0-9_-]+")) {
            return Optional.empty();
        }
        return switch (parts[0]) {
            case "plain" -> Optional.of(new FeishuReplyContext(parts[1], Manner.PLAIN));
            case "reply" -> Optional.of(new FeishuReplyContext(parts[1], Manner.REPLY));
            case "thread" -> Optional.of(new FeishuReplyContext(parts[1], Manner.THREAD));
            default -> Optional.empty();
        };
    }

    String text() {
        return manner.name().toLowerCase(Locale.ROOT) + " " + messageId;
    }
}
