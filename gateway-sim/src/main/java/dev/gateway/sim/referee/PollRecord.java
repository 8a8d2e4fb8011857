package dev.gateway.sim.referee;

import dev.gateway.sim.server.ClientProcess;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One poll of one token: a long poll, or the lifetime of a WebSocket.
 *
 * @param token the label of the token, see {@link TokenLabel}
 * @param connection the id of the connection within its server
 * @param clientPort the client's port
 * @param process the client's process; empty if it was not found
 * @param startNanos the time at which the platform began to process it
 * @param endNanos the time at which it ended; empty while it is open
 * @param end the cause of its end
 */
public record PollRecord(
        String token,
        long connection,
        int clientPort,
        Optional<ClientProcess> process,
        long startNanos,
        OptionalLong endNanos,
        End end) {

    /** The cause of a poll's end. */
    public enum End {
        /** The poll is still open. */
        OPEN,
        /** The client has the whole answer. */
        ANSWERED,
        /** The client closed the connection or died. */
        CLIENT_CLOSED,
        /** A newer poll displaced it. */
        DISPLACED,
        /** The platform closed the connection. */
        SERVER_CLOSED
    }

    /** Returns the client: the process, or the connection if the process is not known. */
    public String client() {
        return process.map(known -> "process " + known.pid() + "/" + known.startTicks())
                .orElse("connection " + connection);
    }
}
