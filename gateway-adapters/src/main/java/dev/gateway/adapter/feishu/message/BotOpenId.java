package dev.gateway.adapter.feishu.message;

import java.util.Optional;

/** Knows who the bot itself is among the people named in a message. */
public interface BotOpenId {

    /** Returns the bot's open_id, if it could be found out. */
    Optional<String> openId() throws InterruptedException;
}
