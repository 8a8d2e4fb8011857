package dev.gateway.sim.telegram;

import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.util.concurrent.CompletionStage;

/** One method of the Bot API. Called with the platform's lock held. */
@FunctionalInterface
interface Method {

    CompletionStage<Response> call(Bot bot, Arguments arguments, Request request)
            throws TelegramError;
}
