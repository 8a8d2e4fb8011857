package dev.gateway.adapter.telegram;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.time.Duration;
import java.util.Optional;

/** A check of an account's token by a call that disturbs no poller. */
final class TelegramAccountCheck {

    private TelegramAccountCheck() {}

    static Optional<String> run(TelegramSettings settings, Duration within)
            throws PlatformException, InterruptedException {
        var http =
                new AdapterHttp(
                        "telegram-" + settings.name() + "-check",
                        settings.proxy(),
                        settings.secrets());
        try {
            String name =
                    new BotApi(settings, http)
                            .call("getMe", BotApi.body(), within, new CancellationScope())
                            .path("username")
                            .asText("");
            return name.isEmpty() ? Optional.empty() : Optional.of("@" + name);
        } catch (BotApiException e) {
            throw new TelegramErrorMapper(settings.name()).fromPoll(e);
        } catch (CallCancelledException e) {
            throw new Unreachable("Telegram was not asked to the end");
        } finally {
            http.close(within);
        }
    }
}
