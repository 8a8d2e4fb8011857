package dev.gateway.sim.referee;

import dev.gateway.sim.server.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An observer that proves that no token ever has two pollers. A fake platform reports each poll;
 * the referee derives everything else. Thread-safe; can be queried at any time, also after the end.
 *
 * <p>Two pollers means polls of one token by different clients whose times overlap. A client is a
 * process; where the process is not known, each connection counts as one.
 */
public final class Referee {

    private final List<OpenPoll> polls = new ArrayList<>();
    private final List<OpenPoll> open = new ArrayList<>();
    private final List<PollOverlapCandidate> overlapCandidates = new ArrayList<>();
    private volatile boolean frozenPollersAllowed;

    /**
     * Records that a poll begins now. It ends with its request, unless it is {@link
     * OpenPoll#displaced} before. Must be called on the server's thread.
     */
    public OpenPoll pollStarted(String tokenLabel, Request request) {
        OpenPoll started = new OpenPoll(tokenLabel, request.connection(), request.startedNanos());
        remember(started);
        request.finished().thenAccept(started::ended);
        return started;
    }

    /**
     * Records that a connection such as a WebSocket begins to receive for a token now. It ends when
     * the connection is closed.
     */
    public OpenPoll connectionStarted(String tokenLabel, Request request) {
        OpenPoll started = new OpenPoll(tokenLabel, request.connection(), System.nanoTime());
        remember(started);
        request.connection().whenClosed().thenAccept(started::ended);
        return started;
    }

    private synchronized void remember(OpenPoll started) {
        open.removeIf(poll -> !poll.open());
        for (OpenPoll other : open) {
            if (other.token().equals(started.token())) {
                overlapCandidates.add(new PollOverlapCandidate(other, started, other.condition()));
            }
        }
        open.add(started);
        polls.add(started);
    }

    /** Returns all polls in the order in which they began. */
    public synchronized List<PollRecord> polls() {
        return polls.stream().map(OpenPoll::record).toList();
    }

    /** Returns all polls of one token in the order in which they began. */
    public List<PollRecord> polls(String tokenLabel) {
        return polls().stream().filter(poll -> poll.token().equals(tokenLabel)).toList();
    }

    /** Returns all overlaps, including the harmless ones. */
    public synchronized List<PollOverlap> overlaps() {
        return overlapCandidates.stream().map(PollOverlapCandidate::overlap).toList();
    }

    /**
     * Lets polls of frozen processes pass, which other hosts take for dead: no program can end a
     * poll while it stands still, and none of one host has to.
     */
    public void allowFrozenPollers() {
        frozenPollersAllowed = true;
    }

    /** Returns the overlaps that must never occur. */
    public List<PollOverlap> violations() {
        return overlaps().stream()
                .filter(
                        overlap ->
                                overlap.kind() == PollOverlap.Kind.TWO_POLLERS
                                        || overlap.kind() == PollOverlap.Kind.FROZEN_POLLER
                                                && !frozenPollersAllowed)
                .toList();
    }

    /** Returns each change of a token's client, in order. */
    public List<TokenHandover> handovers(String tokenLabel) {
        List<TokenHandover> handovers = new ArrayList<>();
        PollRecord last = null;
        for (PollRecord poll : polls(tokenLabel)) {
            if (last != null && !last.client().equals(poll.client())) {
                long end = last.endNanos().orElseGet(System::nanoTime);
                handovers.add(
                        new TokenHandover(last, poll, Duration.ofNanos(poll.startNanos() - end)));
            }
            last = poll;
        }
        return handovers;
    }

    /** Returns the changes of all tokens' clients, token by token. */
    public List<TokenHandover> handovers() {
        return tokens().stream().flatMap(token -> handovers(token).stream()).toList();
    }

    /** Returns the labels of the tokens that were polled. */
    public List<String> tokens() {
        return polls().stream().map(PollRecord::token).distinct().toList();
    }

    /** Removes all finished polls, for a new measurement. */
    public synchronized void forget() {
        polls.removeIf(poll -> !poll.open());
        overlapCandidates.clear();
    }

    private record PollOverlapCandidate(
            OpenPoll first, OpenPoll second, PollOverlap.Kind ofTwoProcesses) {

        private PollOverlap overlap() {
            PollRecord one = first.record();
            PollRecord other = second.record();
            boolean sameProcess =
                    one.process().isPresent() && one.process().equals(other.process());
            PollOverlap.Kind kind = sameProcess ? PollOverlap.Kind.SAME_PROCESS : ofTwoProcesses;
            return new PollOverlap(kind, one, other);
        }
    }
}
