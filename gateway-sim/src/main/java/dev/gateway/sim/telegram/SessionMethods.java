package dev.gateway.sim.telegram;

import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The methods of the Bot API that identify a bot and end its session. */
final class SessionMethods {

    private static final Duration MIN_AGE_TO_CLOSE = Duration.ofMinutes(10);

    private final Clock clock;

    SessionMethods(Clock clock) {
        this.clock = clock;
    }

    CompletionStage<Response> getMe(TelegramBot bot, MethodArguments arguments, Request request) {
        return BotApiResponseFactory.now(
                bot.user()
                        .put("can_join_groups", true)
                        .put("can_read_all_group_messages", true)
                        .put("supports_inline_queries", false));
    }

    CompletionStage<Response> close(TelegramBot bot, MethodArguments arguments, Request request)
            throws TelegramException {
        Instant allowed = bot.launched().plus(MIN_AGE_TO_CLOSE);
        Instant now = clock.instant();
        if (now.isBefore(allowed)) {
            throw TelegramException.tooManyRequests(Duration.between(now, allowed).toSeconds() + 1);
        }
        bot.state(TelegramBot.State.CLOSED);
        bot.slot().fail(new TelegramException(500, "Internal Server Error: restart"));
        return BotApiResponseFactory.yes();
    }

    CompletionStage<Response> logOut(TelegramBot bot, MethodArguments arguments, Request request) {
        bot.state(TelegramBot.State.LOGGED_OUT);
        bot.slot().fail(TelegramException.unauthorized());
        return BotApiResponseFactory.yes();
    }

    /** Refuses every call of a bot that is not active. */
    static void refuseUnlessActive(TelegramBot bot) throws TelegramException {
        switch (bot.state()) {
            case ACTIVE -> {}
            case CLOSED -> throw TelegramException.badRequest("the bot has already been closed");
            case LOGGED_OUT -> throw new TelegramException(400, "Logged out");
            case REVOKED -> throw TelegramException.unauthorized();
        }
    }
}
