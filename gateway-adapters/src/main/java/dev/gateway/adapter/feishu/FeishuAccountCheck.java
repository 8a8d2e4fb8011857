package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.MonotonicClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A check of an account's credentials: it fetches a tenant token, which disturbs no connection. */
final class FeishuAccountCheck {

    private FeishuAccountCheck() {}

    static Optional<String> run(FeishuSettings settings, Duration within)
            throws PlatformException, InterruptedException {
        URI base = settings.base().orElse(FeishuSettings.FEISHU);
        var http =
                new AdapterHttp(
                        "feishu-" + settings.name() + "-check",
                        settings.proxy(),
                        List.of(settings.appSecret()));
        try {
            new TenantTokenProvider(new RestClient(http, base), settings, MonotonicClock.start())
                    .get(within, new CancellationScope());
            return Optional.of(settings.appId());
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Feishu was not asked to the end");
        } finally {
            http.close(within);
        }
    }
}
