package dev.gateway.sim.server;

/**
 * How a request, or a connection, came to its end.
 *
 * @param endedBy who ended it
 * @param nanos {@link System#nanoTime()} when the server knew
 */
public record RequestOutcome(EndedBy endedBy, long nanos) {

    /** Who ended it. */
    public enum EndedBy {
        /** The whole answer was handed to the network. */
        ANSWERED,
        /** The client closed or reset the connection, or died. */
        CLIENT_CLOSED,
        /** The server closed or reset the connection. */
        SERVER_CLOSED
    }
}
