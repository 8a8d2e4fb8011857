package dev.gateway.sim.server;

/**
 * A fake platform's observer of a WebSocket. Called on the server's only thread and therefore must
 * not block. The server itself answers pings and echoes a CLOSE, unless a fault prevents it.
 */
public interface WebSocketListener {

    /** Called when the handshake is done. */
    void opened(ServerWebSocket socket);

    /** Called for a whole binary message, with its fragments merged. */
    default void binary(ServerWebSocket socket, byte[] message) {}

    /** Called for a whole text message, with its fragments merged. */
    default void text(ServerWebSocket socket, String message) {}

    /** Called when the client has sent CLOSE; the code is 1005 if the client gave none. */
    default void closing(ServerWebSocket socket, int code, String reason) {}

    /** Called last, when the connection is closed by either side. */
    default void disconnected(ServerWebSocket socket, RequestOutcome outcome) {}
}
