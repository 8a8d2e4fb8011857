package dev.gateway.core.message;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.platform.PlatformAdapter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The "typing…" indicator while a handler works. Best effort: each platform has one thread for it,
 * and calls beyond its queue are dropped while that thread hangs.
 */
final class TypingIndicator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TypingIndicator.class);
    private static final int QUEUE_CAPACITY = 32;
    private static final int IDLE_SECONDS = 10;

    private final ScheduledExecutorService timer;
    private final Duration after;
    private final Duration every;
    private final Map<String, ThreadPoolExecutor> callers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    TypingIndicator(ScheduledExecutorService timer, Duration after, Duration every) {
        this.timer = timer;
        this.after = after;
        this.every = every;
    }

    /** Begins to show it after a while, until the result is closed. */
    Shown show(String platform, PlatformAdapter adapter, String conversation, String context) {
        var shown = new Shown(platform, adapter, conversation, context);
        shown.ticks =
                timer.scheduleWithFixedDelay(
                        shown::tick, after.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return shown;
    }

    @Override
    public void close() {
        closed = true;
        callers.values().forEach(ThreadPoolExecutor::shutdownNow);
    }

    private void call(String platform, Call call) {
        if (closed) {
            return;
        }
        try {
            callers.computeIfAbsent(platform, TypingIndicator::caller)
                    .execute(() -> run(platform, call));
        } catch (RuntimeException | Error e) {
            LOG.debug("Typing was not shown on {}: {}", platform, e.toString());
        }
    }

    private static void run(String platform, Call call) {
        try {
            call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.debug("Typing was not shown on {}", platform, FailureSummary.withoutMessage(e));
        }
    }

    private static ThreadPoolExecutor caller(String platform) {
        var executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE_CAPACITY),
                        DaemonThreads.single("typing-" + platform),
                        new ThreadPoolExecutor.DiscardPolicy());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @FunctionalInterface
    private interface Call {
        void run() throws InterruptedException;
    }

    /** The indicator in one conversation. */
    final class Shown implements AutoCloseable {

        private final String platform;
        private final PlatformAdapter adapter;
        private final String conversation;
        private final String context;
        private ScheduledFuture<?> ticks;
        private boolean visible;
        private boolean ended;

        private Shown(
                String platform, PlatformAdapter adapter, String conversation, String context) {
            this.platform = platform;
            this.adapter = adapter;
            this.conversation = conversation;
            this.context = context;
        }

        /** A tick in progress must not show it again after it was hidden. */
        private synchronized void tick() {
            if (ended) {
                return;
            }
            visible = true;
            call(platform, () -> adapter.typing(conversation, context, true));
        }

        @Override
        public synchronized void close() {
            ended = true;
            ticks.cancel(false);
            if (visible) {
                call(platform, () -> adapter.typing(conversation, context, false));
            }
        }
    }
}
