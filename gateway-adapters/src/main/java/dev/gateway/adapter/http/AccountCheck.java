package dev.gateway.adapter.http;

import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A check of an account by calls on a client of its own, which is closed at the end. */
public final class AccountCheck {

    private AccountCheck() {}

    /** The calls of a check. */
    public interface Calls<T> {
        T run(HttpClient http, CancellationScope scope)
                throws PlatformException, CallCancelledException, InterruptedException;
    }

    /** Makes the calls and returns their result. */
    public static <T> T run(
            String platform,
            String account,
            ProxyPolicy proxy,
            List<Secret> secrets,
            Duration within,
            Calls<T> calls)
            throws PlatformException, InterruptedException {
        String name = platform.toLowerCase(Locale.ROOT) + "-" + account + "-check";
        var http = new HttpClient(name, proxy, secrets);
        try {
            return calls.run(http, new CancellationScope());
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable(platform + " was not asked to the end");
        } finally {
            http.close(within);
        }
    }
}
