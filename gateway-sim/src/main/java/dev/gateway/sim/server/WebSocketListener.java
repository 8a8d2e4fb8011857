package dev.gateway.sim.server;

/**
 * The fake's side of a WebSocket. Called on the server's one thread; must not block. Pings are
 * answered and a CLOSE is echoed by the server itself, faults permitting.
 */
public interface WebSocketListener {

    /** The handshake is done. */
    void opened(ServerWebSocket socket);

    /** A whole binary message, fragments merged. */
    default void binary(ServerWebSocket socket, byte[] message) {}

    /** A whole text message, fragments merged. */
    default void text(ServerWebSocket socket, String message) {}

    /** The client sent CLOSE; 1005 if it gave no code. */
    default void closing(ServerWebSocket socket, int code, String reason) {}

    /** The connection is gone, whoever ended it. The last call. */
    default void disconnected(ServerWebSocket socket, RequestOutcome outcome) {}
}
