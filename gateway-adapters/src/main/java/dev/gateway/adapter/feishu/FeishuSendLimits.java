package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.SendLimit;
import dev.gateway.core.platform.SendLimits;
import java.time.Duration;
import java.util.List;

/** The limits of an app: five messages a second in a chat, fifty a second and 1,000 a minute. */
enum FeishuSendLimits implements SendLimits {
    DOCUMENTED;

    private static final List<SendLimit> CHAT = List.of(new SendLimit(5, Duration.ofSeconds(1)));
    private static final List<SendLimit> APP =
            List.of(
                    new SendLimit(50, Duration.ofSeconds(1)),
                    new SendLimit(1000, Duration.ofMinutes(1)));

    /** Separates a chat from one of its threads. */
    private static final char THREAD_SEPARATOR = '/';

    @Override
    public List<SendLimit> of(String chat) {
        return CHAT;
    }

    @Override
    public List<SendLimit> account() {
        return APP;
    }

    @Override
    public String chat(String conversation) {
        int thread = conversation.indexOf(THREAD_SEPARATOR);
        return thread < 0 ? conversation : conversation.substring(0, thread);
    }
}
