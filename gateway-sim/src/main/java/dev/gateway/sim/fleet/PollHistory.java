package dev.gateway.sim.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The polls of one bot. A process polls on one connection, so a change of the connection is a
 * change of the process. Thread-safe.
 */
final class PollHistory {

    private final List<PollSpan> polls = new ArrayList<>();
    private boolean overlapped;

    synchronized void began(long connection, long nanos) {
        var poll = new PollSpan(connection, nanos, OptionalLong.empty());
        overlapped |= polls.stream().anyMatch(earlier -> earlier.overlaps(poll));
        polls.add(poll);
    }

    synchronized void ended(long connection, long nanos) {
        for (int i = polls.size() - 1; i >= 0; i--) {
            PollSpan poll = polls.get(i);
            if (poll.connection() == connection && poll.end().isEmpty()) {
                polls.set(i, poll.endedAt(nanos));
                return;
            }
        }
    }

    /** Returns the start of the first poll since that time. */
    synchronized OptionalLong firstSince(long nanos) {
        return polls.stream()
                .mapToLong(PollSpan::start)
                .filter(start -> start - nanos > 0)
                .findFirst();
    }

    /** Returns the time without a poll at the first change of the connection since that time. */
    synchronized Optional<Duration> gapSince(long nanos) {
        for (int i = 1; i < polls.size(); i++) {
            PollSpan before = polls.get(i - 1);
            PollSpan poll = polls.get(i);
            if (poll.start() - nanos > 0 && poll.connection() != before.connection()) {
                long end = before.end().orElse(poll.start());
                return Optional.of(Duration.ofNanos(Math.max(0, poll.start() - end)));
            }
        }
        return Optional.empty();
    }

    /** Returns whether two connections ever polled at once. */
    synchronized boolean hasOverlapped() {
        return overlapped;
    }

    /** Removes all polls but the last. */
    synchronized void forget() {
        if (polls.size() > 1) {
            polls.subList(0, polls.size() - 1).clear();
        }
        overlapped = false;
    }
}
