package dev.gateway.core.message;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.retry.AsyncRetryUntilStored;
import dev.gateway.core.journal.retry.RetryUntilStored;
import dev.gateway.core.message.fetch.FetchPool;
import dev.gateway.core.message.fetch.FetchRun;
import dev.gateway.core.message.fetch.FetchSettings;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The transfer of messages to the handler's threads, as many as are free. */
final class InboxPump {

    private static final Duration WITHOUT_ROOM = Duration.ofSeconds(5);
    private static final Duration SUSPECT_WAIT = Duration.ofSeconds(1);

    private final Inbox inbox;
    private final HandlerPool handlers;
    private final FetchPool fetches;
    private final FetchSettings fetching;
    private final MessageHandler handler;
    private final Function<String, Optional<PlatformAdapter>> adapters;
    private final Function<String, TextFormat> formats;
    private final DispatcherSettings settings;
    private final Clock clock;
    private final EventStream events;
    private final HandlerStateTracker stateTracker;
    private final MessageMemoryBudget memory;
    private final AsyncRetryUntilStored storing;

    InboxPump(
            Inbox inbox,
            HandlerPool handlers,
            FetchPool fetches,
            FetchSettings fetching,
            MessageHandler handler,
            Function<String, Optional<PlatformAdapter>> adapters,
            Function<String, TextFormat> formats,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            HandlerStateTracker stateTracker,
            MessageMemoryBudget memory,
            AsyncRetryUntilStored storing) {
        this.inbox = inbox;
        this.handlers = handlers;
        this.fetches = fetches;
        this.fetching = fetching;
        this.handler = handler;
        this.adapters = adapters;
        this.formats = formats;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.stateTracker = stateTracker;
        this.memory = memory;
        this.storing = storing;
    }

    /**
     * Starts the messages that are due; returns the time until the next call, unless an event comes
     * first.
     */
    Duration pump() throws IOException, InterruptedException {
        int free = handlers.free();
        if (free == 0) {
            return DispatcherSettings.MAX_WAIT;
        }
        Map<String, PlatformAdapter> usable = new ConcurrentHashMap<>();
        var missing = new AtomicBoolean();
        ClaimBatch<ClaimedMessage> claimBatch =
                inbox.claim(
                        platform -> {
                            Optional<PlatformAdapter> adapter = adapters.apply(platform);
                            adapter.ifPresentOrElse(
                                    found -> usable.put(platform, found), () -> missing.set(true));
                            return adapter.isPresent();
                        },
                        free);
        Duration wait =
                missing.get()
                        ? DispatcherSettings.ADAPTER_CHECK_INTERVAL
                        : DispatcherSettings.MAX_WAIT;
        List<ClaimedMessage> left = new ArrayList<>(claimBatch.taken());
        List<ClaimedMessage> waiting =
                CrashSuspects.waiting(claimBatch.taken(), handlers.hasSuspect());
        int toLoad = 0;
        try {
            for (ClaimedMessage claim : waiting) { // Before another one may end the gateway.
                inbox.postpone(claim, clock.instant().plus(SUSPECT_WAIT));
                left.remove(claim);
            }
            for (ClaimedMessage claim : List.copyOf(left)) {
                boolean taken;
                if (!FetchRun.isNeededFor(claim.message())) {
                    PlatformAdapter adapter = usable.get(claim.platform());
                    taken =
                            handlers.start(
                                    new HandlerAttempt(
                                            claim,
                                            adapter,
                                            formats.apply(claim.platform()),
                                            handler,
                                            inbox,
                                            settings,
                                            clock,
                                            events,
                                            stateTracker,
                                            memory,
                                            storing));
                } else {
                    toLoad++;
                    taken = load(claim);
                }
                if (taken) {
                    left.remove(claim);
                }
            }
        } finally {
            // A drain began meanwhile, or there is no thread: the messages stay pending, and no
            // attempt is counted.
            release(left);
        }
        if (toLoad > 0) {
            return Duration.ZERO; // They used no thread of the handler.
        }
        if (claimBatch.taken().size() == free || claimBatch.nextDue().isEmpty()) {
            return wait;
        }
        return Durations.min(wait, Duration.between(clock.instant(), claimBatch.nextDue().get()));
    }

    /** Starts the completion of a message; a message beyond the limit is postponed. */
    private boolean load(ClaimedMessage claim) throws IOException, InterruptedException {
        var run = new FetchRun(claim, inbox, fetching, events);
        if (fetches.hasRoom(run)) {
            return fetches.start(run);
        }
        inbox.postpone(claim, clock.instant().plus(WITHOUT_ROOM));
        return true;
    }

    private void release(List<ClaimedMessage> claims) throws InterruptedException {
        if (!claims.isEmpty()) {
            RetryUntilStored.retryUntilStored(() -> inbox.release(claims));
        }
    }
}
