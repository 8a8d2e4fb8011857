package dev.gateway.adapter.telegram;

import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's user name. It is fetched when a message first needs it, not at start-up, because the
 * first poll must not wait; and again from time to time, because its owner may change it. Not
 * thread-safe.
 */
final class BotUsername {

    private static final Logger LOG = LoggerFactory.getLogger(BotUsername.class);
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration FRESH = Duration.ofHours(1);

    private final BotApi api;
    private final CancellationScope scope;
    private final LongSupplier nanos;
    private Optional<String> known = Optional.empty();
    private OptionalLong nextAt = OptionalLong.empty();

    BotUsername(BotApi api, CancellationScope scope) {
        this(api, scope, System::nanoTime);
    }

    /**
     * Creates a name with a clock of its own.
     *
     * @param nanos as {@link System#nanoTime()}
     */
    BotUsername(BotApi api, CancellationScope scope, LongSupplier nanos) {
        this.api = api;
        this.scope = scope;
        this.nanos = nanos;
    }

    /** Returns the name without {@code @}; empty if it was never available. */
    Optional<String> get() throws CallCancelledException, InterruptedException {
        if (nextAt.isPresent() && nanos.getAsLong() - nextAt.getAsLong() < 0) {
            return known;
        }
        Duration again = AFTER_FAILURE;
        try {
            String name =
                    api.call("getMe", BotApi.body(), WITHIN, scope).path("username").asText("");
            if (!name.isEmpty()) {
                known = Optional.of(name);
                again = FRESH;
            }
        } catch (BotApiException | Unreachable e) {
            LOG.warn("The bot's name could not be asked for: {}", e.getMessage());
        }
        nextAt = OptionalLong.of(nanos.getAsLong() + again.toNanos());
        return known;
    }
}
