package dev.gateway.sim.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One HTTP request as received.
 *
 * @param method in capitals
 * @param path decoded, without the query
 * @param query the parameters of the query, decoded, in order
 * @param headers by name, compared without case
 * @param body the bytes; empty if there are none
 * @param connection the connection that it arrived on
 * @param startedNanos {@link System#nanoTime()} at the start of its processing
 * @param finished completed on the server's thread as soon as the request is over: answered in
 *     full, or its connection closed. The earliest moment at which a client's disconnect is known
 */
public record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        ClientConnection connection,
        long startedNanos,
        CompletableFuture<RequestOutcome> finished) {

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns the first value of a query parameter. */
    public Optional<String> queryParameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns the body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the media type in lower case without parameters; empty if there is none. */
    public String mediaType() {
        return header("content-type")
                .map(value -> value.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
