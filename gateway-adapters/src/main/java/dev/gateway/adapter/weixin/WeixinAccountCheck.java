package dev.gateway.adapter.weixin;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.BodyReader;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.http.HttpCallException;
import dev.gateway.adapter.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A check whether Weixin can be reached. Only a poll could verify the token, and it would take
 * messages away from a running gateway.
 */
final class WeixinAccountCheck {

    private static final long LARGEST_ANSWER = 1 << 20;

    private WeixinAccountCheck() {}

    static void run(String account, WeixinSettings settings, Duration within)
            throws PlatformException, InterruptedException {
        URI api = URI.create(settings.api());
        var http =
                new AdapterHttp(
                        "weixin-" + account + "-check",
                        settings.proxy(),
                        List.of(settings.token()));
        try {
            http.send(
                    HttpRequest.newBuilder(api).build(),
                    BodyReader.bytes(LARGEST_ANSWER),
                    within,
                    new CancellationScope());
        } catch (HttpCallException e) {
            throw new PlatformException.Unreachable(
                    "Weixin at " + api.getHost() + ": " + e.getMessage());
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Weixin was not asked to the end");
        } finally {
            http.close(within);
        }
    }
}
