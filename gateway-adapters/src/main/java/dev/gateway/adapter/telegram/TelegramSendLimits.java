package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.SendLimit;
import dev.gateway.core.platform.SendLimits;
import java.time.Duration;
import java.util.List;

/**
 * The limits of a bot: about one message a second in a chat, twenty a minute in a group, thirty a
 * second in all. A few messages in a row are allowed, so that a short exchange is not slowed.
 */
enum TelegramSendLimits implements SendLimits {
    DOCUMENTED;

    private static final SendLimit CHAT = new SendLimit(3, Duration.ofSeconds(3));
    private static final List<SendLimit> PRIVATE = List.of(CHAT);
    private static final List<SendLimit> GROUP =
            List.of(CHAT, new SendLimit(20, Duration.ofMinutes(1)));
    private static final List<SendLimit> BOT = List.of(new SendLimit(30, Duration.ofSeconds(1)));

    /** The first character of the ids of groups and channels. */
    private static final String NEGATIVE = "-";

    private static final char TOPIC_SEPARATOR = '/';

    @Override
    public List<SendLimit> of(String chat) {
        return chat.startsWith(NEGATIVE) ? GROUP : PRIVATE;
    }

    @Override
    public List<SendLimit> account() {
        return BOT;
    }

    @Override
    public String chat(String conversation) {
        int topic = conversation.indexOf(TOPIC_SEPARATOR);
        return topic < 0 ? conversation : conversation.substring(0, topic);
    }
}
