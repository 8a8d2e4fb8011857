package dev.gateway.core.message;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transfer of answers to the threads of their platforms. */
final class OutboxPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPump.class);
    private static final Duration WORTH_WAITING = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Function<String, Optional<PlatformAdapter>> adapters;
    private final Function<String, SendLimits> limits;
    private final Function<String, PlatformSender> maker;
    private final Clock clock;
    private final Map<String, PlatformSender> senders = new ConcurrentHashMap<>();

    OutboxPump(
            Outbox outbox,
            Function<String, Optional<PlatformAdapter>> adapters,
            Function<String, SendLimits> limits,
            DispatcherSettings settings,
            ScheduledExecutorService timer,
            Clock clock,
            EventStream events,
            Function<String, ThreadFactory> threads,
            Runnable finished) {
        this.outbox = outbox;
        this.adapters = adapters;
        this.limits = limits;
        this.clock = clock;
        this.maker =
                name ->
                        new PlatformSender(
                                name, outbox, settings, timer, clock, events, threads, finished);
    }

    /**
     * Starts the answers that are due and sendable; returns the time until the next call, unless an
     * event comes first. A failure of one platform is thrown after all others were served.
     */
    Duration pump() throws IOException, InterruptedException {
        return pump(outbox.platforms().iterator());
    }

    private Duration pump(Iterator<String> platforms) throws IOException, InterruptedException {
        Duration wait = DispatcherSettings.MAX_WAIT;
        try {
            while (platforms.hasNext()) {
                wait = Durations.min(wait, pump(platforms.next()));
            }
        } finally {
            if (platforms.hasNext()) {
                pump(platforms);
            }
        }
        return wait;
    }

    private Duration pump(String platform) throws IOException, InterruptedException {
        Optional<PlatformAdapter> adapter = adapters.apply(platform);
        return adapter.isPresent()
                ? sender(platform)
                        .pump(adapter.get(), limits.apply(platform), DispatcherSettings.MAX_WAIT)
                : DispatcherSettings.ADAPTER_CHECK_INTERVAL;
    }

    /** Returns the number of answers being sent to a platform. */
    int active(String platform) {
        PlatformSender sender = senders.get(platform);
        return sender == null ? 0 : sender.active();
    }

    /** Returns whether a further wait would send no more answers. */
    boolean nothingToSend() throws InterruptedException {
        if (senders.values().stream().anyMatch(sender -> sender.active() > 0)) {
            return false;
        }
        for (String platform : outbox.platforms()) {
            if (sendable(platform)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        PlatformSender.closeAll(senders.values());
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
