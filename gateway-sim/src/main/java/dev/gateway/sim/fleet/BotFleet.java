package dev.gateway.sim.fleet;

import dev.gateway.sim.process.HomeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A {@link LoadServer} of many bots with one chat each that notes who polls them. Thread-safe. */
public final class BotFleet implements AutoCloseable {

    private final List<PollHistory> bots;
    private final LoadServer server;

    private BotFleet(int count) {
        bots = Stream.generate(PollHistory::new).limit(count).toList();
        server = LoadServer.start(bots);
    }

    /** Starts a fleet of this many bots on a free port. */
    public static BotFleet start(int count) {
        return new BotFleet(count);
    }

    /** Returns a config with an account for each bot. */
    public HomeConfig config() {
        return server.config();
    }

    /** Lets each chat say one message, and waits until each was answered, exactly once. */
    public void chatOnce(Duration limit) throws InterruptedException {
        server.sayOnce();
        server.awaitAnswers(limit);
    }

    /** Checks that no message was answered twice. */
    public void expectNoViolation() {
        server.expectNoViolation();
    }

    /** Returns the time of the last bot's first poll since {@code nanos}; empty if one has none. */
    public OptionalLong allPolledSince(long nanos) {
        long last = nanos;
        for (PollHistory bot : bots) {
            OptionalLong first = bot.firstSince(nanos);
            if (first.isEmpty()) {
                return first;
            }
            last = Math.max(last, first.getAsLong());
        }
        return OptionalLong.of(last);
    }

    /** Returns the number of bots that were polled since then. */
    public long polledSince(long nanos) {
        return bots.stream().filter(bot -> bot.firstSince(nanos).isPresent()).count();
    }

    /**
     * Returns the times without a poll at the change to another process since {@code nanos}, in
     * ascending order; empty until each bot has changed.
     */
    public Optional<List<Duration>> gapsSince(long nanos) {
        List<Duration> gaps =
                bots.stream().flatMap(bot -> bot.gapSince(nanos).stream()).sorted().toList();
        return gaps.size() == bots.size() ? Optional.of(gaps) : Optional.empty();
    }

    /** Returns the number of bots that two processes polled at once. */
    public long overlapped() {
        return bots.stream().filter(PollHistory::hasOverlapped).count();
    }

    /** Forgets the past of all bots, for a new measurement. */
    public void forget() {
        bots.forEach(PollHistory::forget);
    }

    @Override
    public void close() {
        server.close();
    }
}
