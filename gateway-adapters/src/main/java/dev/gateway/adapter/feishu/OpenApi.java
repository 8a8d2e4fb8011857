package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.adapter.http.HttpRequest;
import dev.gateway.adapter.http.RequestBody;
import dev.gateway.core.config.Secret;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * REST calls with the tenant token. A call whose token was refused is made once more with a new
 * one. Answers come back whatever their code; only what is about the connection as a whole throws.
 */
final class OpenApi {

    private final Calls calls;
    private final TenantToken token;

    OpenApi(Calls calls, TenantToken token) {
        this.calls = calls;
        this.token = token;
    }

    Answer get(String path, Duration within, CallScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(() -> calls.request("GET", path), calls::answer, within, scope, what);
    }

    Answer delete(String path, Duration within, CallScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(() -> calls.request("DELETE", path), calls::answer, within, scope, what);
    }

    Answer post(String path, Map<String, ?> json, Duration within, CallScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(() -> calls.request("POST", path, json), calls::answer, within, scope, what);
    }

    /** Posts a body of any kind, which must be readable twice. */
    Answer upload(
            String path,
            RequestBody body,
            String contentType,
            Duration within,
            CallScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(
                () -> calls.request("POST", path, body).header("Content-Type", contentType),
                calls::answer,
                within,
                scope,
                what);
    }

    /** Writes what it gets over an existing file. */
    Answer download(
            String path, Path target, long limit, Duration within, CallScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(
                () -> calls.request("GET", path),
                (request, left, ends, name) ->
                        calls.download(request, target, limit, left, ends, name),
                within,
                scope,
                what);
    }

    private Answer call(
            Supplier<HttpRequest.Builder> request,
            Exchange exchange,
            Duration within,
            CallScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        Answer first = authorized(request, exchange, within, scope, what);
        if (!ErrorCode.isToken(first.code())) {
            return first;
        }
        Answer second = authorized(request, exchange, within, scope, what);
        if (ErrorCode.isToken(second.code())) {
            throw new PlatformException.Unreachable(
                    second.words(what + " with a fresh tenant token"));
        }
        return second;
    }

    private Answer authorized(
            Supplier<HttpRequest.Builder> request,
            Exchange exchange,
            Duration within,
            CallScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        Secret bearer = token.get(within, scope);
        HttpRequest ready =
                request.get().header("Authorization", "Bearer " + bearer.reveal()).build();
        Answer answer = exchange.make(ready, within, scope, what);
        if (ErrorCode.isToken(answer.code())) {
            token.refused(bearer);
        }
        return answer;
    }

    private interface Exchange {
        Answer make(HttpRequest request, Duration within, CallScope scope, String what)
                throws PlatformException, CallCancelledException, InterruptedException;
    }
}
