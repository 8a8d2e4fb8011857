package dev.gateway.core.message.fetch;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.ExecutorTermination;
import dev.gateway.core.concurrent.InFlightTracker;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.platform.PlatformAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that download the files of received messages, {@code media-PLATFORM-N}, and look up
 * what messages without files quote, {@code quotes-PLATFORM-N}: neither an intake nor a handler
 * waits for them, a platform whose downloads hang does not delay those of another one, and no quote
 * waits for files. A pause between two attempts occupies no thread.
 */
public final class FetchPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FetchPool.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);

    private final FetchSettings settings;
    private final Function<String, Optional<PlatformAdapter>> adapters;
    private final Runnable finished;
    private final InFlightTracker<FetchRun> inFlight = new InFlightTracker<>();
    private final Map<String, ThreadPoolExecutor> pools = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    public FetchPool(
            FetchSettings settings,
            Function<String, Optional<PlatformAdapter>> adapters,
            Runnable finished) {
        this.settings = settings;
        this.adapters = adapters;
        this.finished = finished;
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.single("media-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.timer.prestartCoreThread();
    }

    /** Returns whether another message fits. */
    public boolean hasRoom(FetchRun next) {
        long underWay =
                inFlight.inFlight().stream().filter(run -> pool(run).equals(pool(next))).count();
        return underWay < settings.threads() + settings.waiting();
    }

    /**
     * Accepts a message.
     *
     * @return false if messages are refused; this one is unchanged then
     */
    public boolean start(FetchRun run) {
        if (!inFlight.tryStart(run)) {
            return false;
        }
        execute(run);
        return true;
    }

    /** Refuses further messages, ends all downloads and returns their messages. */
    public List<ClaimedMessage> releaseAll() {
        inFlight.close();
        List<FetchRun> left = inFlight.inFlight();
        left.forEach(FetchRun::release);
        return left.stream().map(FetchRun::claim).toList();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        releaseAll();
        timer.shutdownNow();
        pools.values().forEach(ThreadPoolExecutor::shutdownNow);
        for (ThreadPoolExecutor pool : pools.values()) {
            if (!ExecutorTermination.await(pool, CLOSE_TIMEOUT)) {
                LOG.warn("{} files are still being loaded.", pool.getActiveCount());
            }
        }
    }

    private void execute(FetchRun run) {
        try {
            DaemonThreads.execute(pools.computeIfAbsent(pool(run), this::pool), () -> load(run));
        } catch (RejectedExecutionException e) {
            finish(run); // Closed meanwhile.
        } catch (RuntimeException | Error e) {
            LOG.warn("No thread to load the files of {}: {}", run.claim().id(), e.toString());
            later(run, FAILURE_PAUSE);
        }
    }

    private void load(FetchRun run) {
        Optional<Duration> again;
        try {
            Optional<PlatformAdapter> adapter = adapters.apply(run.platform());
            again = adapter.isEmpty() ? Optional.of(FAILURE_PAUSE) : run.load(adapter.get(), timer);
        } catch (InterruptedException e) {
            LOG.debug("Loading the files of {} was interrupted", run.claim().id());
            again = Optional.empty();
        } catch (RuntimeException | Error e) {
            LOG.error("Loading the files of {} failed unexpectedly", run.claim().id(), e);
            again = Optional.of(FAILURE_PAUSE);
        }
        if (again.isPresent() && !inFlight.isClosed()) {
            later(run, again.get());
        } else {
            finish(run);
        }
    }

    private void later(FetchRun run, Duration pause) {
        try {
            timer.schedule(() -> execute(run), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            finish(run);
        }
    }

    private void finish(FetchRun run) {
        inFlight.finish(run);
        finished.run();
    }

    private static String pool(FetchRun run) {
        return (run.hasFiles() ? "media-" : "quotes-") + run.platform();
    }

    private ThreadPoolExecutor pool(String name) {
        var pool =
                new ThreadPoolExecutor(
                        settings.threads(),
                        settings.threads(),
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        DaemonThreads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
