package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.telegram.message.UpdateType;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Conflict;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling loop. The first poll asks for waiting updates and does not wait: it completes a
 * handover, and by the server's rules it disturbs no other poll. The offset of each poll confirms
 * the updates of an earlier one, so it moves only past accepted updates.
 */
final class TelegramUpdatePoller {

    private static final Logger LOG = LoggerFactory.getLogger(TelegramUpdatePoller.class);

    /**
     * The time a response may take in addition to the poll timeout; the server may hold even a
     * short poll for 3 s.
     */
    private static final Duration RESPONSE_MARGIN = Duration.ofSeconds(10);

    /** The pause after an empty poll of a server that answers long polls immediately. */
    private static final Duration EMPTY_POLL_PAUSE = Duration.ofMillis(250);

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

    /** Polls until another process may poll; if the scope is cancelled, by an exception. */
    void run() throws PlatformException, CallCancelledException, InterruptedException {
        OptionalLong offset = stored();
        Duration wait = Duration.ZERO;
        boolean mayDeleteWebhook = settings.deleteWebhook();
        context.polling();
        while (context.mayPoll()) {
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
            boolean early = System.nanoTime() - began < EMPTY_POLL_PAUSE.toNanos();
            if (next.isEmpty() && early && !wait.isZero()) {
                scope.pause(EMPTY_POLL_PAUSE);
            }
            offset = next.isPresent() ? next : offset;
            wait = settings.pollTimeout();
        }
    }

    private JsonNode poll(OptionalLong offset, Duration wait)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        // Built by hand: Jackson would load its classes before the first poll.
        StringBuilder body = new StringBuilder("{");
        offset.ifPresent(value -> body.append("\"offset\":").append(value).append(','));
        body.append("\"timeout\":").append(wait.toSeconds());
        if (unreadable.oneByOne()) {
            body.append(",\"limit\":1");
        }
        body.append(",\"allowed_updates\":").append(UpdateType.allowed(settings.reactions()));
        body.append('}');
        JsonNode updates = api.poll(body.toString(), wait.plus(RESPONSE_MARGIN), scope, unreadable);
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
            api.call("deleteWebhook", body, RESPONSE_MARGIN, scope);
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
