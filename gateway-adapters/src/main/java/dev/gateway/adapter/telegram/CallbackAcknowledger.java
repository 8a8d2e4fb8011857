package dev.gateway.adapter.telegram;

import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acknowledgement of pressed buttons, which spin on the person's screen until then. It follows
 * the storage of the update: a kill in between leads to another delivery and another
 * acknowledgement. Best effort and short, because the next poll waits for it.
 */
final class CallbackAcknowledger {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackAcknowledger.class);
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private final BotApi api;
    private final CancellationScope scope;

    CallbackAcknowledger(BotApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Acknowledges the queries of one batch within a few seconds altogether. */
    void acknowledge(List<String> queries) throws CallCancelledException, InterruptedException {
        Deadline deadline = Deadline.after(WITHIN);
        for (String query : queries) {
            if (deadline.isExpired()) {
                LOG.info("{} pressed buttons were not acknowledged in time", queries.size());
                return;
            }
            try {
                api.call(
                        "answerCallbackQuery",
                        BotApi.body().put("callback_query_id", query),
                        deadline.remaining(),
                        scope);
            } catch (BotApiException | Unreachable e) {
                // Mostly one that is too old by now; the message itself is stored.
                LOG.info("A pressed button was not acknowledged: {}", e.getMessage());
            }
        }
    }
}
