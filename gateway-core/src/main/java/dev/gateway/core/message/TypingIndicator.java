package dev.gateway.core.message;

import dev.gateway.core.concurrent.ReusingThreadPool;
import dev.gateway.core.concurrent.Timeouts;
import dev.gateway.core.platform.PlatformAdapter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The "typing…" indicator while a handler works. Best effort: all platforms share a few threads, a
 * platform uses one of them at a time, and calls beyond its queue are dropped while that hangs. A
 * handler that answers at once costs neither a thread nor a task of the timer.
 */
final class TypingIndicator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TypingIndicator.class);
    private static final int QUEUE_CAPACITY = 32;
    private static final int MAX_THREADS = 32;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer;
    private final Timeouts beginnings;
    private final Duration every;
    private final ReusingThreadPool threads;
    private final Map<String, Queue<Call>> waiting = new HashMap<>();

    TypingIndicator(
            ScheduledExecutorService timer, Duration after, Duration every, ThreadFactory threads) {
        this.timer = timer;
        this.beginnings = new Timeouts(timer, after);
        this.every = every;
        this.threads = new ReusingThreadPool(MAX_THREADS, IDLE, threads);
    }

    /** Begins to show it after a while, until the result is closed. */
    Shown show(String platform, PlatformAdapter adapter, String conversation, String context) {
        var shown = new Shown(platform, adapter, conversation, context);
        shown.beginning = beginnings.start(shown::begin);
        return shown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void call(String platform, Call call) {
        synchronized (waiting) {
            Queue<Call> queue = waiting.get(platform);
            if (queue != null) {
                if (queue.size() < QUEUE_CAPACITY) {
                    queue.add(call);
                }
                return;
            }
            waiting.put(platform, new ArrayDeque<>());
        }
        boolean started = false;
        try {
            threads.execute(() -> serve(platform, call));
            started = true;
        } catch (RuntimeException | Error e) {
            LOG.debug("Typing was not shown on {}: {}", platform, e.toString());
        } finally {
            if (!started) {
                forget(platform);
            }
        }
    }

    /** Makes the calls of a platform, one after the other, until none is left. */
    private void serve(String platform, Call first) {
        try {
            for (Call next = first; next != null; next = next(platform)) {
                run(platform, next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            forget(platform);
        }
    }

    private Call next(String platform) {
        synchronized (waiting) {
            Call next = waiting.get(platform).poll();
            if (next == null) {
                waiting.remove(platform);
            }
            return next;
        }
    }

    private void forget(String platform) {
        synchronized (waiting) {
            waiting.remove(platform);
        }
    }

    private static void run(String platform, Call call) throws InterruptedException {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.debug("Typing was not shown on {}", platform, FailureSummary.withoutMessage(e));
        }
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
        private Timeouts.Timeout beginning;
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

        private synchronized void begin() {
            if (!ended) {
                ticks =
                        timer.scheduleWithFixedDelay(
                                this::tick, 0, every.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        /** A tick in progress must not show it again after it was hidden. */
        private synchronized void tick() {
            if (!ended) {
                visible = true;
                call(platform, () -> adapter.typing(conversation, context, true));
            }
        }

        @Override
        public void close() {
            beginning.close();
            hide();
        }

        private synchronized void hide() {
            ended = true;
            if (ticks != null) {
                ticks.cancel(false);
            }
            if (visible) {
                call(platform, () -> adapter.typing(conversation, context, false));
            }
        }
    }
}
