package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler.HandlerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests with a deadline for the whole answer. An interrupt ends the request and its connection.
 * Errors name the host alone: paths and queries of such addresses may be secrets.
 */
final class HttpCalls {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private HttpClient client;

    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Duration within)
            throws HandlerException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client().sendAsync(request, body);
        try {
            return answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HandlerException(
                    host(request.uri()) + " gave no answer within " + within.toSeconds() + " s",
                    null);
        } catch (ExecutionException e) {
            String why =
                    e.getCause() instanceof IOException io && io.getMessage() != null
                            ? io.getMessage()
                            : e.getCause().getClass().getSimpleName();
            throw new HandlerException(host(request.uri()) + " cannot be reached: " + why, null);
        } finally {
            answer.cancel(true);
        }
    }

    /** Made by the first request: it starts a thread, and costs time that a start has not. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        }
        return client;
    }

    static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
