package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.MonotonicClock;
import dev.gateway.core.platform.PlatformException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks Feishu for a tenant token, which takes no connection from anybody. */
final class Inquiry {

    private Inquiry() {}

    static Optional<String> make(Settings settings, Duration within)
            throws PlatformException, InterruptedException {
        URI base = settings.base().orElse(Settings.FEISHU);
        var http =
                new AdapterHttp(
                        "feishu-" + settings.name() + "-check",
                        settings.proxy(),
                        List.of(settings.appSecret()));
        try {
            new TenantToken(new Calls(http, base), settings, MonotonicClock.start())
                    .get(within, new CallScope());
            return Optional.of(settings.appId());
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Feishu was not asked to the end");
        } finally {
            http.close(within);
        }
    }
}
