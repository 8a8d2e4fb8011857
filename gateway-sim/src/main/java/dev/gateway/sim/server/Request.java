package dev.gateway.sim.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request as it came in.
 *
 * @param method in capitals
 * @param path decoded, without the query
 * @param query the parameters of the query, decoded, in order
 * @param headers by name, names compared without case
 * @param body the bytes; empty if there were none
 * @param connection what it came through
 * @param startedNanos {@link System#nanoTime()} when the server began to work on it
 * @param finished completed on the server's thread as soon as the request is over: answered in
 *     full, or its connection gone. The earliest moment at which a client's disconnect is known.
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

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The first value of a query parameter. */
    public Optional<String> queryParameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The media type in small letters without parameters; empty if none was given. */
    public String mediaType() {
        return header("content-type")
                .map(value -> value.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
