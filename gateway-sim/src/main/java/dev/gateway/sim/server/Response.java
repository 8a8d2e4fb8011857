package dev.gateway.sim.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a fake answers. Content-Length and Connection are the server's own business.
 *
 * @param status the HTTP status
 * @param headers sent as they are, in order
 * @param body the bytes
 * @param upgrade present if the connection is to become a WebSocket instead; status and body are
 *     not used then
 */
public record Response(
        int status, Map<String, String> headers, byte[] body, Optional<WebSocketListener> upgrade) {

    private static final String CONTENT_TYPE = "content-type";

    /** JSON with the content type that JSON should have. */
    public static Response json(int status, JsonNode body) {
        return text(status, "application/json", body.toString());
    }

    /** Text of any content type, in UTF-8. */
    public static Response text(int status, String contentType, String body) {
        return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of any content type. */
    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, Map.of(CONTENT_TYPE, contentType), body, Optional.empty());
    }

    /** Accepts a WebSocket; the request must be an upgrade request, else the client gets a 400. */
    public static Response webSocket(WebSocketListener listener) {
        return new Response(101, Map.of(), new byte[0], Optional.of(listener));
    }

    /** The same with one header set or replaced; {@code name} in small letters. */
    public Response withHeader(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Response(status, changed, body, upgrade);
    }

    /** The same with another content type. */
    public Response withContentType(String contentType) {
        return withHeader(CONTENT_TYPE, contentType);
    }
}
