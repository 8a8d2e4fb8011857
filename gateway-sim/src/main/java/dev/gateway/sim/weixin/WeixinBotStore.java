package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.LockedScheduler;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bots by token. Guarded by the platform's lock. */
final class WeixinBotStore {

    private final Map<String, WeixinBot> bots = new LinkedHashMap<>();
    private final LiveOptions options;
    private final LockedScheduler scheduler;
    private final MessageLedger ledger;
    private final MessageRouter router;

    WeixinBotStore(
            LiveOptions options,
            LockedScheduler scheduler,
            MessageLedger ledger,
            MessageRouter router) {
        this.options = options;
        this.scheduler = scheduler;
        this.ledger = ledger;
        this.router = router;
    }

    /** Adds a bot of this owner and returns its token. */
    String add(String owner) {
        String botId = WeixinIds.bot(owner + bots.size());
        String token = WeixinIds.token(botId);
        var queue =
                new WeixinUpdateQueue(
                        botId,
                        options,
                        scheduler,
                        ledger,
                        message -> router.delivered(get(token), message));
        bots.put(token, new WeixinBot(token, botId, WeixinIds.user(owner), queue));
        return token;
    }

    /**
     * Logs a user in: adds a bot and returns its token. The user's older tokens end after the
     * takeover time of the options.
     */
    String login(String owner) {
        bots.values().stream()
                .filter(bot -> bot.owner().equals(WeixinIds.user(owner)))
                .forEach(bot -> scheduler.schedule(options.now().takeover(), bot::end));
        return add(owner);
    }

    /** Returns true if a token is valid and belongs to this owner. */
    boolean isLive(String token, String owner) {
        return find(token)
                .filter(bot -> !bot.isOver())
                .filter(bot -> bot.owner().equals(WeixinIds.user(owner)))
                .isPresent();
    }

    /** Returns what the platform tells a client at the end of its login. */
    ObjectNode credentials(String token, URI server) {
        WeixinBot bot = get(token);
        return IlinkResponseFactory.object()
                .put("bot_token", token)
                .put("ilink_bot_id", bot.botId())
                .put("baseurl", server.toString())
                .put("ilink_user_id", bot.owner());
    }

    /** Returns the tokens in the order in which they were added. */
    List<String> tokens() {
        return List.copyOf(bots.keySet());
    }

    Optional<WeixinBot> find(String token) {
        return Optional.ofNullable(bots.get(token));
    }

    /**
     * Returns the bot of a token.
     *
     * @throws IllegalArgumentException if there is none
     */
    WeixinBot get(String token) {
        return find(token)
                .orElseThrow(() -> new IllegalArgumentException("no such bot; add it first"));
    }
}
