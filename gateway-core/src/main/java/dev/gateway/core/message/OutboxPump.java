package dev.gateway.core.message;

import dev.gateway.core.concurrent.Timeouts;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.retry.AsyncRetryUntilStored;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transfer of answers to the threads that send. A round claims the answers of all platforms in
 * one step, as many as may begin, and asks only for the platforms that have some.
 */
final class OutboxPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPump.class);
    private static final Duration WORTH_WAITING = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Function<String, Optional<PlatformAdapter>> adapters;
    private final Function<String, SendLimits> limits;
    private final Function<String, PlatformSender> maker;
    private final Clock clock;
    private final SenderPool pool;
    private final Map<String, PlatformSender> senders = new ConcurrentHashMap<>();

    OutboxPump(
            Outbox outbox,
            Function<String, Optional<PlatformAdapter>> adapters,
            Function<String, SendLimits> limits,
            DispatcherSettings settings,
            ScheduledExecutorService timer,
            Clock clock,
            EventStream events,
            ThreadFactory threads,
            Runnable finished) {
        this.outbox = outbox;
        this.adapters = adapters;
        this.limits = limits;
        this.clock = clock;
        this.pool = new SenderPool(settings.senders(), threads, finished, System::nanoTime);
        var deadlines = new Timeouts(timer, settings.sendDeadline());
        var storing = new AsyncRetryUntilStored(timer);
        this.maker =
                name ->
                        new PlatformSender(
                                name,
                                outbox,
                                settings,
                                deadlines,
                                clock,
                                events,
                                adapter -> isOffered(name, adapter),
                                pool,
                                storing);
    }

    private boolean isOffered(String platform, PlatformAdapter adapter) {
        return adapters.apply(platform).filter(now -> now == adapter).isPresent();
    }

    /**
     * Starts the answers that are due and sendable; returns the time until the next call, unless an
     * event comes first.
     */
    Duration pump() throws IOException, InterruptedException {
        int room = pool.room();
        int limit = Math.max(room, pool.roomOfOthers());
        Set<String> platforms = limit == 0 ? Set.of() : outbox.platforms();
        if (platforms.isEmpty() || room == 0 && platforms.stream().noneMatch(this::isIdle)) {
            return platforms.isEmpty() && limit > 0
                    ? DispatcherSettings.MAX_WAIT
                    : pool.untilRoom(DispatcherSettings.MAX_WAIT);
        }
        var round = new Round(room);
        ClaimBatch<ClaimedAnswer> batch = outbox.claim(round::share, room > 0 ? room : limit);
        boolean paced = start(batch.taken(), round);
        if (paced || room > 0 && batch.taken().size() == room) {
            // Those that wait leave their room to others; platforms without an answer in progress
            // may begin beyond the room.
            return Duration.ZERO;
        }
        Duration wait = round.shortestWait();
        if (room == 0) {
            wait = pool.untilRoom(wait);
        }
        return batch.nextDue().isEmpty()
                ? wait
                : Durations.min(wait, Duration.between(clock.instant(), batch.nextDue().get()));
    }

    private boolean isIdle(String platform) {
        PlatformSender sender = senders.get(platform);
        return sender == null || sender.calls() == 0;
    }

    /** Starts claimed answers; returns whether some have to wait for the limits of their chats. */
    private boolean start(List<ClaimedAnswer> taken, Round round) throws InterruptedException {
        boolean paced = false;
        int handled = 0;
        try {
            for (ClaimedAnswer answer : taken) {
                String platform = answer.platform();
                Duration wait = sender(platform).start(answer, round.adapter(platform));
                paced |= !wait.isZero();
                handled++;
            }
        } finally {
            for (ClaimedAnswer answer : taken.subList(handled, taken.size())) {
                sender(answer.platform()).release(answer);
            }
        }
        return paced;
    }

    /** The platforms of one claim: asked by the journal, perhaps on its own thread. */
    private final class Round {

        private final int room;
        private final Map<String, PlatformAdapter> asked = new ConcurrentHashMap<>();
        private volatile Duration wait = DispatcherSettings.MAX_WAIT;

        Round(int room) {
            this.room = room;
        }

        Outbox.Share share(String platform) {
            Optional<PlatformAdapter> adapter = adapters.apply(platform);
            if (adapter.isEmpty()) {
                atMost(DispatcherSettings.ADAPTER_CHECK_INTERVAL);
                return Outbox.Share.NONE;
            }
            PlatformSender sender = sender(platform);
            Duration pause = sender.untilAllowed(adapter.get(), limits.apply(platform));
            if (!pause.isZero()) {
                atMost(pause);
                return Outbox.Share.NONE;
            }
            asked.put(platform, adapter.get());
            return sender.share(Math.max(room, sender.calls() == 0 ? 1 : 0));
        }

        PlatformAdapter adapter(String platform) {
            return asked.get(platform);
        }

        Duration shortestWait() {
            return wait;
        }

        private synchronized void atMost(Duration other) {
            wait = Durations.min(wait, other);
        }
    }

    /** Returns whether an answer is being sent through this adapter. */
    boolean isSendingThrough(String platform, PlatformAdapter adapter) {
        PlatformSender sender = senders.get(platform);
        return sender != null && sender.isSendingThrough(adapter);
    }

    /** Returns the number of answers being sent. */
    int active() {
        return senders.values().stream().mapToInt(PlatformSender::active).sum();
    }

    /**
     * Returns whether a further wait would send no more answers, of other processes neither, which
     * may have stored one just before their end.
     */
    boolean nothingToSend() throws InterruptedException {
        if (active() > 0 || anySendable(outbox.platforms())) {
            return false;
        }
        try {
            return !anySendable(outbox.storedPlatforms());
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            return true;
        }
    }

    private boolean anySendable(Set<String> platforms) throws InterruptedException {
        for (String platform : platforms) {
            if (sendable(platform)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * Returns whether a platform is worth waiting for: it is up, did not ask for a long pause, and
     * none of its limits is used up.
     */
    private boolean sendable(String platform) throws InterruptedException {
        Optional<PlatformAdapter> adapter = adapters.apply(platform);
        if (adapter.isEmpty()
                || sender(platform).isPaced()
                || sender(platform).remainingPause(adapter.get()).compareTo(WORTH_WAITING) > 0) {
            return false;
        }
        try {
            Instant soon = clock.instant().plus(WORTH_WAITING);
            return outbox.nextDue(platform).filter(soon::isAfter).isPresent();
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            return false;
        }
    }

    private PlatformSender sender(String platform) {
        return senders.computeIfAbsent(platform, maker);
    }
}
