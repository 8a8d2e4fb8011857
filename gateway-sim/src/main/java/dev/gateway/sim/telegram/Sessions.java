package dev.gateway.sim.telegram;

import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Who the bot is, and how it leaves. */
final class Sessions {

    private static final Duration BEFORE_CLOSE = Duration.ofMinutes(10);

    private final Clock clock;

    Sessions(Clock clock) {
        this.clock = clock;
    }

    CompletionStage<Response> getMe(Bot bot, Arguments arguments, Request request) {
        return Answers.now(
                bot.user()
                        .put("can_join_groups", true)
                        .put("can_read_all_group_messages", true)
                        .put("supports_inline_queries", false));
    }

    CompletionStage<Response> close(Bot bot, Arguments arguments, Request request)
            throws TelegramError {
        Instant allowed = bot.launched().plus(BEFORE_CLOSE);
        Instant now = clock.instant();
        if (now.isBefore(allowed)) {
            throw TelegramError.tooManyRequests(Duration.between(now, allowed).toSeconds() + 1);
        }
        bot.state(Bot.State.CLOSED);
        bot.slot().fail(new TelegramError(500, "Internal Server Error: restart"));
        return Answers.yes();
    }

    CompletionStage<Response> logOut(Bot bot, Arguments arguments, Request request) {
        bot.state(Bot.State.LOGGED_OUT);
        bot.slot().fail(TelegramError.unauthorized());
        return Answers.yes();
    }

    /** What a bot that is not active is told, whatever it asks for. */
    static void refuseUnlessActive(Bot bot) throws TelegramError {
        switch (bot.state()) {
            case ACTIVE -> {}
            case CLOSED -> throw TelegramError.badRequest("the bot has already been closed");
            case LOGGED_OUT -> throw new TelegramError(400, "Logged out");
            case REVOKED -> throw TelegramError.unauthorized();
        }
    }
}
