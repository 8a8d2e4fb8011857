package dev.gateway.sim.telegram;

import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.concurrent.CompletionStage;

/** One method of the Bot API. Called with the platform's lock held. */
@FunctionalInterface
interface BotApiMethod {

    CompletionStage<Response> call(TelegramBot bot, MethodArguments arguments, Request request)
            throws TelegramException;
}
