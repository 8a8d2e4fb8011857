package dev.gateway.sim.referee;

import dev.gateway.sim.server.ClientProcess;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One poll of one token: a long poll, or the time that a WebSocket was open.
 *
 * @param token the label of the token, see {@link TokenLabel}
 * @param connection the id of the connection within its server
 * @param clientPort the client's port
 * @param process the client's process; empty if it was not found
 * @param startNanos when the platform began to work on it
 * @param endNanos when it ended; empty while it is open
 * @param end how it ended
 */
public record PollRecord(
        String token,
        long connection,
        int clientPort,
        Optional<ClientProcess> process,
        long startNanos,
        OptionalLong endNanos,
        End end) {

    /** How a poll ended. */
    public enum End {
        /** It has not. */
        OPEN,
        /** The client has the whole answer. */
        ANSWERED,
        /** The client closed the connection or died. */
        CLIENT_CLOSED,
        /** The platform gave its place to a newer poll. */
        DISPLACED,
        /** The platform closed the connection. */
        SERVER_CLOSED
    }

    /** Who polled: the process, or the connection if the process is not known. */
    public String client() {
        return process.map(known -> "process " + known.pid() + "/" + known.startTicks())
                .orElse("connection " + connection);
    }
}
