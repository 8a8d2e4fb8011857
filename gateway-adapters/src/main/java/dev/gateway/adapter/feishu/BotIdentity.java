package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.message.BotOpenId;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's own open_id. It is fetched when the first message contains a mention, and again a
 * minute after a failure; a message waits for it at most a second. Used by one thread at a time.
 */
final class BotIdentity implements BotOpenId {

    private static final Logger LOG = LoggerFactory.getLogger(BotIdentity.class);

    private static final String PATH = "/open-apis/bot/v3/info";
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final long AGAIN_AFTER = TimeUnit.MINUTES.toNanos(1);

    private final OpenApi api;
    private final CancellationScope scope;
    private Optional<String> openId = Optional.empty();
    private Optional<Long> failedAt = Optional.empty();

    BotIdentity(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    @Override
    public Optional<String> openId() throws InterruptedException {
        long now = System.nanoTime();
        if (openId.isPresent() || failedAt.filter(at -> now - at < AGAIN_AFTER).isPresent()) {
            return openId;
        }
        try {
            ApiResponse response = api.get(PATH, WITHIN, scope, "bot info");
            openId =
                    Optional.of(response.json().at("/bot/open_id").asText())
                            .filter(id -> response.isOk() && !id.isEmpty());
            if (openId.isEmpty()) {
                LOG.debug(response.describe("bot info"));
            }
        } catch (PlatformException | CallCancelledException e) {
            LOG.debug("The bot's own id is not known yet: {}", e.getMessage());
        }
        failedAt = openId.isPresent() ? Optional.empty() : Optional.of(now);
        return openId;
    }
}
