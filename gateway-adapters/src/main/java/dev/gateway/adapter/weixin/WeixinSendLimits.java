package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.SendLimit;
import dev.gateway.core.platform.SendLimits;
import java.time.Duration;
import java.util.List;

/**
 * The limits of a bot. The platform documents none in time, but refuses quick series of messages
 * for minutes; clients in use leave one and a half seconds between two of them.
 */
enum WeixinSendLimits implements SendLimits {
    DOCUMENTED;

    private static final List<SendLimit> CHAT = List.of(new SendLimit(2, Duration.ofSeconds(3)));

    @Override
    public List<SendLimit> of(String chat) {
        return CHAT;
    }
}
