package dev.gateway.adapter.telegram;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's user name. It is fetched when a message first needs it, not at start-up, because the
 * first poll must not wait. Not thread-safe.
 */
final class BotUsername {

    private static final Logger LOG = LoggerFactory.getLogger(BotUsername.class);
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final BotApi api;
    private final CancellationScope scope;
    private Optional<String> known = Optional.empty();
    private Long failedAt;

    BotUsername(BotApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Returns the name without {@code @}; empty if it is currently unavailable. */
    Optional<String> get() throws CallCancelledException, InterruptedException {
        boolean soon = failedAt != null && System.nanoTime() - failedAt < AGAIN_AFTER.toNanos();
        if (known.isPresent() || soon) {
            return known;
        }
        try {
            String name =
                    api.call("getMe", BotApi.body(), WITHIN, scope).path("username").asText("");
            known = Optional.of(name).filter(n -> !n.isEmpty());
        } catch (BotApiException | Unreachable e) {
            LOG.warn("The bot's name stays unknown for now: {}", e.getMessage());
        }
        failedAt = known.isPresent() ? null : Long.valueOf(System.nanoTime());
        return known;
    }
}
