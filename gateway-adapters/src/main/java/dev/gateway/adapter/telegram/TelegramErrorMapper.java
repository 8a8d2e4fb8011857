package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Scope;
import dev.gateway.core.time.Durations;
import java.time.Duration;

/** The mapping of error responses to the gateway's exceptions. */
final class TelegramErrorMapper {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofDays(1);

    /** The pause after a logout: the public server refuses a logged-out token for ten minutes. */
    private static final Duration LOGGED_OUT = Duration.ofMinutes(10);

    private final String account;

    /** Creates a mapper for an account, whose name appears in remedies. */
    TelegramErrorMapper(String account) {
        this.account = "platforms." + account;
    }

    /** Maps the error of a call that receiving depends on. */
    PlatformException fromPoll(BotApiException refusal) {
        return switch (refusal.code()) {
            case 403, 404 -> rejected(refusal);
            case 409 -> conflict(refusal);
            default -> fromAny(refusal, Scope.ACCOUNT);
        };
    }

    /** Maps the error of a send. Telegram counts messages per chat, so only that chat waits. */
    PlatformException fromSend(BotApiException refusal) {
        boolean thisOne =
                switch (refusal.code()) {
                    case 400 -> !refusal.says("logged out");
                    case 403, 413 -> true;
                    case 404 -> refusal.says("method not found");
                    default -> false;
                };
        if (thisOne) {
            return new PlatformException.Undeliverable(refusal.getMessage());
        }
        return refusal.code() == 404 ? rejected(refusal) : fromAny(refusal, Scope.CONVERSATION);
    }

    private PlatformException fromAny(BotApiException refusal, Scope throttled) {
        return switch (refusal.code()) {
            case 401, 421 -> rejected(refusal);
            case 429 ->
                    new PlatformException.Throttled(
                            refusal.getMessage(),
                            clamp(refusal.retryAfter().orElse(USUAL)),
                            throttled);
            case 400 ->
                    refusal.says("logged out")
                            ? new PlatformException.Expired(
                                    refusal.getMessage(),
                                    "The bot was logged out from this Bot API server. Set base_url"
                                            + " of "
                                            + account
                                            + " to the server it was moved to, or wait ten"
                                            + " minutes.",
                                    LOGGED_OUT)
                            : new PlatformException.Unreachable(refusal.getMessage());
            default -> new PlatformException.Unreachable(refusal.getMessage());
        };
    }

    private PlatformException rejected(BotApiException refusal) {
        return new PlatformException.Rejected(
                refusal.getMessage(),
                "Set the token of " + account + " to the one that @BotFather shows for the bot.");
    }

    private PlatformException conflict(BotApiException refusal) {
        String remedy =
                refusal.says("webhook")
                        ? "Set delete_webhook: true for "
                                + account
                                + ", or call deleteWebhook for the bot: Telegram gives its messages"
                                + " either to a webhook or to a poller."
                        : "Stop the other program that polls with the token of "
                                + account
                                + ", or give it a bot of its own.";
        return new PlatformException.Conflict(refusal.getMessage(), remedy);
    }

    /**
     * Returns {@code given} within bounds: a damaged response must neither cause a hot loop nor
     * silence the bot for ever.
     */
    private static Duration clamp(Duration given) {
        if (given.compareTo(SHORT) < 0) {
            return SHORT;
        }
        return Durations.min(given, LONG);
    }
}
