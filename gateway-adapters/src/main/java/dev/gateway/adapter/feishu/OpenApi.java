package dev.gateway.adapter.feishu;

import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * REST calls with the tenant token. A call whose token was refused is repeated once with a new one.
 * Returns responses of any code; throws only for failures of the connection as a whole.
 */
final class OpenApi {

    private final RestClient client;
    private final TenantTokenProvider token;

    OpenApi(RestClient client, TenantTokenProvider token) {
        this.client = client;
        this.token = token;
    }

    ApiResponse get(String path, Duration within, CancellationScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(() -> client.request("GET", path), client::send, within, scope, what);
    }

    ApiResponse delete(String path, Duration within, CancellationScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(() -> client.request("DELETE", path), client::send, within, scope, what);
    }

    ApiResponse post(
            String path, Map<String, ?> json, Duration within, CancellationScope scope, String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(() -> client.request("POST", path, json), client::send, within, scope, what);
    }

    /** Posts a body that can be read twice. */
    ApiResponse upload(
            String path,
            RequestBody body,
            String contentType,
            Duration within,
            CancellationScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(
                () -> client.request("POST", path, body).header("Content-Type", contentType),
                client::send,
                within,
                scope,
                what);
    }

    /**
     * Downloads into an existing file.
     *
     * @param range the bytes to ask for; empty for the whole file
     */
    ApiResponse download(
            String path,
            String range,
            Path target,
            long limit,
            Duration within,
            CancellationScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        return call(
                () -> {
                    HttpRequest.Builder request = client.request("GET", path);
                    return range.isEmpty() ? request : request.header("Range", range);
                },
                (request, left, ends, name) ->
                        client.download(request, target, limit, left, ends, name),
                within,
                scope,
                what);
    }

    private ApiResponse call(
            Supplier<HttpRequest.Builder> request,
            AuthorizedCall exchange,
            Duration within,
            CancellationScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        ApiResponse first = authorized(request, exchange, within, scope, what);
        if (!FeishuErrorCode.isToken(first.code())) {
            return first;
        }
        ApiResponse second = authorized(request, exchange, within, scope, what);
        if (FeishuErrorCode.isToken(second.code())) {
            throw new PlatformException.Unreachable(
                    second.describe(what + " with a fresh tenant token"));
        }
        return second;
    }

    private ApiResponse authorized(
            Supplier<HttpRequest.Builder> request,
            AuthorizedCall exchange,
            Duration within,
            CancellationScope scope,
            String what)
            throws PlatformException, CallCancelledException, InterruptedException {
        Secret bearer = token.get(within, scope);
        HttpRequest ready =
                request.get().header("Authorization", "Bearer " + bearer.reveal()).build();
        ApiResponse response = exchange.make(ready, within, scope, what);
        if (FeishuErrorCode.isToken(response.code())) {
            token.invalidate(bearer);
        }
        return response;
    }

    private interface AuthorizedCall {
        ApiResponse make(HttpRequest request, Duration within, CancellationScope scope, String what)
                throws PlatformException, CallCancelledException, InterruptedException;
    }
}
