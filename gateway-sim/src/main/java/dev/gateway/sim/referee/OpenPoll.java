package dev.gateway.sim.referee;

import dev.gateway.sim.server.ClientConnection;
import dev.gateway.sim.server.ClientProcess;
import dev.gateway.sim.server.RequestOutcome;
import java.util.OptionalLong;

/** A poll that the {@link Referee} observes. The first reported end counts. Thread-safe. */
public final class OpenPoll {

    private final String token;
    private final ClientConnection connection;
    private final long startNanos;
    private PollRecord.End end = PollRecord.End.OPEN;
    private long endNanos;

    OpenPoll(String token, ClientConnection connection, long startNanos) {
        this.token = token;
        this.connection = connection;
        this.startNanos = startNanos;
    }

    /** Records that the poll ended as its request did. */
    public void ended(RequestOutcome outcome) {
        PollRecord.End cause =
                switch (outcome.endedBy()) {
                    case ANSWERED -> PollRecord.End.ANSWERED;
                    case CLIENT_CLOSED -> PollRecord.End.CLIENT_CLOSED;
                    case SERVER_CLOSED -> PollRecord.End.SERVER_CLOSED;
                };
        ended(cause, outcome.nanos());
    }

    /** Records that a newer poll has just displaced this one. */
    public void displaced() {
        ended(PollRecord.End.DISPLACED, System.nanoTime());
    }

    private synchronized void ended(PollRecord.End cause, long nanos) {
        if (end == PollRecord.End.OPEN) {
            end = cause;
            endNanos = nanos;
        }
    }

    synchronized boolean open() {
        return end == PollRecord.End.OPEN;
    }

    /** Returns what it is if a poll of another process begins now. */
    PollOverlap.Kind condition() {
        if (connection.process().map(process -> !process.alive()).orElse(false)) {
            return PollOverlap.Kind.DEAD_POLLER;
        }
        return connection.process().map(ClientProcess::frozen).orElse(false)
                ? PollOverlap.Kind.FROZEN_POLLER
                : PollOverlap.Kind.TWO_POLLERS;
    }

    String token() {
        return token;
    }

    synchronized PollRecord record() {
        return new PollRecord(
                token,
                connection.id(),
                connection.clientPort(),
                connection.process(),
                startNanos,
                end == PollRecord.End.OPEN ? OptionalLong.empty() : OptionalLong.of(endNanos),
                end);
    }
}
