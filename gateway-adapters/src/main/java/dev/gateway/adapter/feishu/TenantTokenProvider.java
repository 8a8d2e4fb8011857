package dev.gateway.adapter.feishu;

import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.yaml.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The provider of the token for all REST calls. It fetches one when first needed and again when a
 * fifth of its lifetime is left: the platform issues a new one only in the last half hour of two.
 * One thread fetches while the others wait. Thread-safe.
 */
final class TenantTokenProvider {

    private static final String PATH = "/open-apis/auth/v3/tenant_access_token/internal";
    private static final String WHAT = "token request";

    /** The longest accepted lifetime; the platform announces two hours. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final RestClient client;
    private final FeishuSettings settings;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicReference<Token> current = new AtomicReference<>(Token.none());

    TenantTokenProvider(RestClient client, FeishuSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns a token that should be valid; waits for at most two calls of {@code within} each. */
    Secret get(Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        Token known = current.get();
        if (clock.instant().isBefore(known.refreshAt)) {
            return known.value;
        }
        if (!fetching.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new PlatformException.Unreachable("Feishu " + WHAT + ": no answer in time");
        }
        try {
            if (!clock.instant().isBefore(current.get().refreshAt)) {
                refresh(within, scope);
            }
            return current.get().value;
        } finally {
            fetching.unlock();
        }
    }

    /** Discards a token that the platform refused, unless it was already replaced. */
    void invalidate(Secret token) {
        Token known = current.get();
        if (known.value.equals(token)) {
            current.compareAndSet(known, Token.none());
        }
    }

    private void refresh(Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            current.set(fetch(within, scope));
        } catch (PlatformException.Unreachable | PlatformException.Throttled e) {
            if (!clock.instant().isBefore(current.get().goodUntil)) {
                throw e;
            }
            // The old one is still valid; the next call tries again.
        }
    }

    private Token fetch(Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        Instant asked = clock.instant();
        var body = Map.of("app_id", settings.appId(), "app_secret", settings.appSecret().reveal());
        ApiResponse response =
                client.send(
                        client.request("POST", PATH, body).repeatable().build(),
                        within,
                        scope,
                        WHAT);
        if (FeishuErrorCode.isCredentials(response.code())) {
            throw new PlatformException.Rejected(
                    response.describe(WHAT),
                    "Compare app_id and app_secret of "
                            + settings.name()
                            + " with the app's"
                            + " console.");
        }
        if (response.isThrottled()) {
            throw response.toThrottled(WHAT);
        }
        String value = response.json().path("tenant_access_token").asText();
        if (!response.isOk() || value.isEmpty()) {
            throw new PlatformException.Unreachable(response.describe(WHAT));
        }
        Duration lasts = lifetime(response);
        Instant refreshAt = asked.plus(lasts.multipliedBy(4).dividedBy(5));
        return new Token(Secret.of(value), refreshAt, asked.plus(lasts));
    }

    /** Returns the lifetime in a response; at least a second. */
    static Duration lifetime(ApiResponse response) {
        long expire = response.json().path("expire").asLong(1);
        return Duration.ofSeconds(Math.min(Math.max(1, expire), LONGEST.toSeconds()));
    }

    private record Token(Secret value, Instant refreshAt, Instant goodUntil) {

        static Token none() {
            return new Token(Secret.of(""), Instant.MIN, Instant.MIN);
        }
    }
}
