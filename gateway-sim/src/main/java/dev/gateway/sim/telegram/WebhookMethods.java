package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The webhook methods of the Bot API, for their effect on getUpdates. No update is ever delivered
 * to a webhook.
 */
final class WebhookMethods {

    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private final Clock clock;

    WebhookMethods(Clock clock) {
        this.clock = clock;
    }

    CompletionStage<Response> set(TelegramBot bot, MethodArguments arguments, Request request)
            throws TelegramException {
        String url = arguments.text("url").orElse("");
        if (url.isEmpty()) {
            return delete(bot, arguments, request);
        }
        Instant now = clock.instant();
        if (now.isBefore(bot.webhookSet().plus(MIN_INTERVAL))) {
            throw TelegramException.tooManyRequests(MIN_INTERVAL.toSeconds());
        }
        if (!url.startsWith("https://")) {
            throw TelegramException.badRequest(
                    "bad webhook: An HTTPS URL must be provided for webhook");
        }
        bot.allowedUpdates().change(arguments);
        dropPending(bot, arguments);
        bot.slot().abort("terminated by setWebhook request");
        boolean same = bot.webhook().equals(url);
        bot.webhook(url, now);
        return BotApiResponseFactory.yes(same ? "Webhook is already set" : "Webhook was set");
    }

    CompletionStage<Response> delete(TelegramBot bot, MethodArguments arguments, Request request) {
        dropPending(bot, arguments);
        boolean none = bot.webhook().isEmpty();
        bot.webhook("", bot.webhookSet());
        return BotApiResponseFactory.yes(
                none ? "Webhook is already deleted" : "Webhook was deleted");
    }

    CompletionStage<Response> info(TelegramBot bot, MethodArguments arguments, Request request) {
        return BotApiResponseFactory.now(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("url", bot.webhook())
                        .put("has_custom_certificate", false)
                        .put("pending_update_count", bot.queue().size()));
    }

    private static void dropPending(TelegramBot bot, MethodArguments arguments) {
        if (arguments.flag("drop_pending_updates")) {
            bot.queue().clear();
        }
    }
}
