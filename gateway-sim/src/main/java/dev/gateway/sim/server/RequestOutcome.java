package dev.gateway.sim.server;

/**
 * The end of a request or of a connection.
 *
 * @param endedBy the side that ended it
 * @param nanos {@link System#nanoTime()} at which the server knew
 */
public record RequestOutcome(EndedBy endedBy, long nanos) {

    /** The side that ended it. */
    public enum EndedBy {
        /** The whole answer was passed to the network. */
        ANSWERED,
        /** The client closed or reset the connection, or died. */
        CLIENT_CLOSED,
        /** The server closed or reset the connection. */
        SERVER_CLOSED
    }
}
