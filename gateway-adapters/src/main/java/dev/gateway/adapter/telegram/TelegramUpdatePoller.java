package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Conflict;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polls. The first one asks for what is there already and does not wait: it is the moment at
 * which a handover ends, and by the server's rules it disturbs no other poll. The offset of each
 * poll confirms what an earlier one brought, so it moves only behind what was accepted.
 */
final class TelegramUpdatePoller {

    private static final Logger LOG = LoggerFactory.getLogger(TelegramUpdatePoller.class);

    /** Beside the time for which the server holds a poll; it may hold a short one for 3 s. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Against a server that answers long polls at once with nothing. */
    private static final Duration BREATH = Duration.ofMillis(250);

    private final TelegramSettings settings;
    private final PlatformContext context;
    private final BotApi api;
    private final CancellationScope scope;
    private final TelegramErrorMapper errors;
    private final TelegramUpdateProcessor processor;
    private final UnreadableUpdateHandler unreadable;

    TelegramUpdatePoller(
            TelegramSettings settings,
            PlatformContext context,
            BotApi api,
            CancellationScope scope,
            TelegramUpdateProcessor processor) {
        this.settings = settings;
        this.context = context;
        this.api = api;
        this.scope = scope;
        this.errors = new TelegramErrorMapper(settings.name());
        this.processor = processor;
        this.unreadable = new UnreadableUpdateHandler(context);
    }

    /** Polls until the scope is cancelled, which is told by an exception like everything else. */
    void run() throws PlatformException, CallCancelledException, InterruptedException {
        OptionalLong offset = stored();
        Duration wait = Duration.ZERO;
        boolean mayDeleteWebhook = settings.deleteWebhook();
        while (true) {
            long began = System.nanoTime();
            JsonNode updates;
            try {
                updates = poll(offset, wait);
            } catch (BotApiException e) {
                PlatformException meaning = errors.fromPoll(e);
                if (mayDeleteWebhook && meaning instanceof Conflict && webhookIsSet(e)) {
                    deleteWebhook();
                    mayDeleteWebhook = false;
                    continue;
                }
                throw meaning;
            }
            context.contact();
            OptionalLong next = processor.process(updates);
            boolean early = System.nanoTime() - began < BREATH.toNanos();
            if (next.isEmpty() && early && !wait.isZero()) {
                scope.pause(BREATH);
            }
            offset = next.isPresent() ? next : offset;
            wait = settings.pollTimeout();
        }
    }

    private JsonNode poll(OptionalLong offset, Duration wait)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        // By hand, as making it with Jackson would load all of that before the first poll.
        StringBuilder body = new StringBuilder("{");
        offset.ifPresent(value -> body.append("\"offset\":").append(value).append(','));
        body.append("\"timeout\":").append(wait.toSeconds());
        if (unreadable.oneByOne()) {
            body.append(",\"limit\":1");
        }
        body.append(",\"allowed_updates\":[\"message\"]}");
        JsonNode updates = api.poll(body.toString(), wait.plus(MARGIN), scope, unreadable);
        if (!updates.isArray()) {
            throw new Unreachable("Telegram getUpdates failed: its result is not a list");
        }
        return updates;
    }

    private static boolean webhookIsSet(BotApiException refusal) {
        return refusal.says("webhook");
    }

    private void deleteWebhook()
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            ObjectNode body = BotApi.body().put("drop_pending_updates", false);
            api.call("deleteWebhook", body, MARGIN, scope);
        } catch (BotApiException e) {
            throw errors.fromPoll(e);
        }
        LOG.info("{}: removed the webhook that was set for this bot", settings.name());
    }

    private OptionalLong stored() {
        String cursor = context.cursor().orElse("");
        if (cursor.matches("[0-9]{1,18}")) {
            return OptionalLong.of(Long.parseLong(cursor));
        }
        if (!cursor.isEmpty()) {
            LOG.warn("{}: the stored offset is damaged, asking for everything", settings.name());
        }
        return OptionalLong.empty();
    }
}
