package dev.gateway.sim.referee;

import dev.gateway.sim.server.Connection;
import dev.gateway.sim.server.Outcome;
import java.util.OptionalLong;

/** A poll that the {@link Referee} watches. The first end that it is told counts. Thread-safe. */
public final class OpenPoll {

    private final String token;
    private final Connection connection;
    private final long startNanos;
    private PollerRecord.End end = PollerRecord.End.OPEN;
    private long endNanos;

    OpenPoll(String token, Connection connection, long startNanos) {
        this.token = token;
        this.connection = connection;
        this.startNanos = startNanos;
    }

    /** It ended as its request did. */
    public void ended(Outcome outcome) {
        PollerRecord.End how =
                switch (outcome.how()) {
                    case ANSWERED -> PollerRecord.End.ANSWERED;
                    case CLIENT_CLOSED -> PollerRecord.End.CLIENT_CLOSED;
                    case SERVER_CLOSED -> PollerRecord.End.SERVER_CLOSED;
                };
        ended(how, outcome.nanos());
    }

    /** It lost its place to a newer poll, now. */
    public void displaced() {
        ended(PollerRecord.End.DISPLACED, System.nanoTime());
    }

    private synchronized void ended(PollerRecord.End how, long nanos) {
        if (end == PollerRecord.End.OPEN) {
            end = how;
            endNanos = nanos;
        }
    }

    synchronized boolean open() {
        return end == PollerRecord.End.OPEN;
    }

    /** Whether its process is known to be dead already: the kernel has yet to close its socket. */
    boolean ofDeadProcess() {
        return connection.process().map(process -> !process.alive()).orElse(false);
    }

    String token() {
        return token;
    }

    synchronized PollerRecord record() {
        return new PollerRecord(
                token,
                connection.id(),
                connection.clientPort(),
                connection.process(),
                startNanos,
                end == PollerRecord.End.OPEN ? OptionalLong.empty() : OptionalLong.of(endNanos),
                end);
    }
}
