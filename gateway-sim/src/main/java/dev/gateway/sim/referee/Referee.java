package dev.gateway.sim.referee;

import dev.gateway.sim.server.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches that no token ever has two pollers. A fake platform tells it of each poll; what follows
 * from that it works out itself. Thread-safe; may be asked at any time, also after the end.
 *
 * <p>Two pollers at once means: polls of one token by different clients whose times overlap. A
 * client is a process; where the process is not known, each connection counts as one.
 */
public final class Referee {

    private final List<OpenPoll> polls = new ArrayList<>();
    private final List<OpenPoll> open = new ArrayList<>();
    private final List<Meeting> meetings = new ArrayList<>();

    /**
     * A poll begins now; it ends with its request, unless it is {@link OpenPoll#displaced} before.
     * To be called on the server's thread.
     */
    public OpenPoll pollStarted(String tokenLabel, Request request) {
        OpenPoll started = new OpenPoll(tokenLabel, request.connection(), request.startedNanos());
        remember(started);
        request.finished().thenAccept(started::ended);
        return started;
    }

    /**
     * A connection begins to receive for a token now, as a WebSocket does, and does so until it is
     * closed.
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
                meetings.add(new Meeting(other, started, other.ofDeadProcess()));
            }
        }
        open.add(started);
        polls.add(started);
    }

    /** All polls in the order in which they began. */
    public synchronized List<PollRecord> polls() {
        return polls.stream().map(OpenPoll::record).toList();
    }

    /** All polls of one token in the order in which they began. */
    public List<PollRecord> polls(String tokenLabel) {
        return polls().stream().filter(poll -> poll.token().equals(tokenLabel)).toList();
    }

    /** All overlaps, also the harmless ones. */
    public synchronized List<PollOverlap> overlaps() {
        return meetings.stream().map(Meeting::overlap).toList();
    }

    /** The overlaps that must never be. */
    public List<PollOverlap> violations() {
        return overlaps().stream()
                .filter(overlap -> overlap.kind() == PollOverlap.Kind.TWO_POLLERS)
                .toList();
    }

    /** Each change of the client of a token, in order. */
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

    /** The labels of the tokens that were polled. */
    public List<String> tokens() {
        return polls().stream().map(PollRecord::token).distinct().toList();
    }

    /** Forgets all polls that are over, for a new measurement. */
    public synchronized void forget() {
        polls.removeIf(poll -> !poll.open());
        meetings.clear();
    }

    private record Meeting(OpenPoll first, OpenPoll second, boolean deadPoller) {
        private PollOverlap overlap() {
            PollRecord one = first.record();
            PollRecord other = second.record();
            boolean sameProcess =
                    one.process().isPresent() && one.process().equals(other.process());
            PollOverlap.Kind kind =
                    sameProcess
                            ? PollOverlap.Kind.SAME_PROCESS
                            : deadPoller
                                    ? PollOverlap.Kind.DEAD_POLLER
                                    : PollOverlap.Kind.TWO_POLLERS;
            return new PollOverlap(kind, one, other);
        }
    }
}
