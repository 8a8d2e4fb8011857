package dev.gateway.sim.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of a fake platform. The server adds Content-Length and Connection.
 *
 * @param status the HTTP status
 * @param headers sent unchanged, in order
 * @param body the bytes
 * @param upgrade the listener if the connection becomes a WebSocket; status and body are then not
 *     used
 */
public record Response(
        int status, Map<String, String> headers, byte[] body, Optional<WebSocketListener> upgrade) {

    private static final String CONTENT_TYPE = "content-type";

    /** Returns JSON with the correct content type. */
    public static Response json(int status, JsonNode body) {
        return text(status, "application/json", body.toString());
    }

    /** Returns text of any content type, in UTF-8. */
    public static Response text(int status, String contentType, String body) {
        return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns bytes of any content type. */
    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, Map.of(CONTENT_TYPE, contentType), body, Optional.empty());
    }

    /** Returns the acceptance of a WebSocket. A request that is no upgrade request gets a 400. */
    public static Response webSocket(WebSocketListener listener) {
        return new Response(101, Map.of(), new byte[0], Optional.of(listener));
    }

    /** Returns a copy with one header set or replaced; {@code name} in lower case. */
    public Response withHeader(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Response(status, changed, body, upgrade);
    }

    /** Returns a copy with another content type. */
    public Response withContentType(String contentType) {
        return withHeader(CONTENT_TYPE, contentType);
    }
}
