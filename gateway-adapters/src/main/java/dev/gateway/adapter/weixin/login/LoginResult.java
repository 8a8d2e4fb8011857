package dev.gateway.adapter.weixin.login;

import dev.gateway.core.yaml.Secret;
import java.net.URI;

/** How a login ended well. */
public sealed interface LoginResult {

    /**
     * There is a new bot.
     *
     * @param token its token
     * @param botId its id, {@code …@im.bot}
     * @param userId its owner, {@code …@im.wechat}
     * @param api where its API answers
     */
    record Confirmed(Secret token, String botId, String userId, URI api) implements LoginResult {}

    /** One of the tokens that were there before is the owner's and still good; there is no new. */
    record AlreadyBound() implements LoginResult {}
}
