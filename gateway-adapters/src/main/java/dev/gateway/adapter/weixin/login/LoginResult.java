package dev.gateway.adapter.weixin.login;

import dev.gateway.core.yaml.Secret;
import java.net.URI;

/** The result of a successful login. */
public sealed interface LoginResult {

    /**
     * A login that created a new bot.
     *
     * @param token its token
     * @param botId its id, {@code …@im.bot}
     * @param userId its owner, {@code …@im.wechat}
     * @param api address of its API
     */
    record Confirmed(Secret token, String botId, String userId, URI api) implements LoginResult {}

    /** A login that created no bot, because a known token of the owner is still valid. */
    record AlreadyBound() implements LoginResult {}
}
