package dev.gateway.adapter.feishu;

import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.platform.PlatformException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A client for single calls to the platform. Each call is bounded in time and size and has one
 * response or one exception.
 */
final class RestClient {

    private static final String JSON = "application/json; charset=utf-8";
    private static final Pattern TOKEN = Pattern.compile("\\bt-[\\w.-]{6,}");
    private static final int LARGEST_ANSWER = 4 << 20;

    private final HttpClient http;
    private final URI base;

    /**
     * Creates a client for the platform at {@code base}; a path of {@code base} precedes every
     * path.
     */
    RestClient(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** Begins a call without a body. */
    HttpRequest.Builder request(String method, String path) {
        return request(method, path, RequestBody.none());
    }

    /** Begins a call with a JSON body. */
    HttpRequest.Builder request(String method, String path, Map<String, ?> json) {
        return request(method, path, RequestBody.bytes(JsonCodec.bytes(json)))
                .header("Content-Type", JSON);
    }

    /** Begins a call with a body. */
    HttpRequest.Builder request(String method, String path, RequestBody body) {
        String prefix = base.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(prefix + path)).method(method, body);
    }

    /**
     * Calls the platform.
     *
     * @param what the attempted action, for messages
     * @throws PlatformException.Unreachable if there is no response
     */
    ApiResponse send(HttpRequest request, Duration within, CancellationScope scope, String what)
            throws PlatformException.Unreachable, CallCancelledException, InterruptedException {
        return send(request, BodyReader.bytes(LARGEST_ANSWER), within, scope, what);
    }

    /**
     * Calls the platform and writes the body of a successful response over an existing file, or
     * behind its content if the response is a part of the whole.
     */
    ApiResponse download(
            HttpRequest request,
            Path target,
            long limit,
            Duration within,
            CancellationScope scope,
            String what)
            throws PlatformException.Unreachable, CallCancelledException, InterruptedException {
        byte[] ok = JsonCodec.bytes(Map.of("code", FeishuErrorCode.OK));
        BodyReader<byte[]> body =
                (head, bytes) -> {
                    switch (head.statusCode()) {
                        case ApiResponse.WHOLE -> BodyReader.file(target, limit).read(head, bytes);
                        case ApiResponse.PART -> BodyReader.behind(target, limit).read(head, bytes);
                        default -> {
                            return BodyReader.bytes(LARGEST_ANSWER).read(head, bytes);
                        }
                    }
                    return ok;
                };
        return send(request, body, within, scope, what);
    }

    private ApiResponse send(
            HttpRequest request,
            BodyReader<byte[]> body,
            Duration within,
            CancellationScope scope,
            String what)
            throws PlatformException.Unreachable, CallCancelledException, InterruptedException {
        try {
            return ApiResponse.of(http.send(request, body, within, scope), this::redact);
        } catch (HttpCallException e) {
            throw new PlatformException.Unreachable(
                    "Feishu " + what + " at " + base.getHost() + ": " + e.getMessage(), e);
        }
    }

    private String redact(String text) {
        return TOKEN.matcher(http.redact(text)).replaceAll("********");
    }
}
