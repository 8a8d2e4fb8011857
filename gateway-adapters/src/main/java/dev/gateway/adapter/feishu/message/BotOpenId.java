package dev.gateway.adapter.feishu.message;

import java.util.Optional;

/** A source of the bot's own open_id. */
public interface BotOpenId {

    /** Returns the bot's open_id, if it could be determined. */
    Optional<String> openId() throws InterruptedException;
}
