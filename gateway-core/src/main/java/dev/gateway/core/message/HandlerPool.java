package dev.gateway.core.message;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.ExecutorTermination;
import dev.gateway.core.concurrent.InFlightTracker;
import dev.gateway.core.concurrent.ReusingThreadPool;
import dev.gateway.core.concurrent.Timeouts;
import dev.gateway.core.journal.ClaimedMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that handle messages, each with a time limit. A thread whose handler ignores an
 * interrupt is replaced, as often as there are workers: a broken handler costs threads, but does
 * not stop other conversations. Idle threads end after a while.
 */
final class HandlerPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerPool.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration ABANDON_RETRY = Duration.ofSeconds(1);

    private final DispatcherSettings settings;
    private final ScheduledExecutorService timer;
    private final TypingIndicator typing;
    private final Runnable finished;
    private final Semaphore free;
    private final AtomicInteger stuck = new AtomicInteger();
    private final InFlightTracker<HandlerAttempt> inFlight = new InFlightTracker<>();
    private final Timeouts deadlines;
    private final Timeouts rescues;
    private final ReusingThreadPool workers;

    HandlerPool(
            DispatcherSettings settings,
            ScheduledExecutorService timer,
            TypingIndicator typing,
            Function<String, ThreadFactory> threads,
            Runnable finished) {
        this.settings = settings;
        this.timer = timer;
        this.typing = typing;
        this.finished = finished;
        this.free = new Semaphore(settings.workers());
        this.deadlines = new Timeouts(timer, settings.deadline());
        this.rescues = new Timeouts(timer, settings.deadline().plus(settings.grace()));
        this.workers =
                new ReusingThreadPool(2 * settings.workers(), IDLE, threads.apply("handler"));
    }

    /** Returns the number of messages that can be taken now. */
    int free() {
        return free.availablePermits();
    }

    /** Returns whether no message is with the handler. */
    boolean isIdle() {
        return inFlight() == 0;
    }

    /** Returns the number of messages that are with the handler. */
    int inFlight() {
        return inFlight.inFlight().size();
    }

    /**
     * Returns whether a message is with the handler that may be the cause of ends of the gateway.
     */
    boolean hasSuspect() {
        return inFlight.inFlight().stream().anyMatch(run -> CrashSuspects.isOne(run.claim()));
    }

    /** Returns whether messages are accepted: until {@link #stopAccepting}. */
    boolean isAccepting() {
        return !inFlight.isClosed();
    }

    /** Refuses further messages from now on; those in progress go on. */
    void stopAccepting() {
        inFlight.close();
    }

    /**
     * Hands a message to a thread. Call it at most {@link #free()} times.
     *
     * @return false if messages are refused; this one is unchanged then
     * @throws OutOfMemoryError if there is no thread and none can be created; the message and the
     *     free room are unchanged then
     */
    boolean start(HandlerAttempt run) {
        free.acquireUninterruptibly();
        boolean begun = false;
        boolean handedOver = false;
        try {
            begun = inFlight.tryStart(run);
            if (begun) {
                workers.execute(() -> supervise(run));
                handedOver = true;
            }
            return begun;
        } finally {
            if (begun && !handedOver) {
                inFlight.finish(run);
            }
            if (!handedOver) {
                free.release();
            }
        }
    }

    /** Refuses further messages, interrupts all attempts in progress and returns their messages. */
    List<ClaimedMessage> releaseAll() {
        inFlight.close();
        List<HandlerAttempt> left = inFlight.inFlight();
        left.forEach(HandlerAttempt::release);
        return left.stream().map(HandlerAttempt::claim).toList();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.shutdown();
        if (!ExecutorTermination.await(workers, CLOSE_TIMEOUT)) {
            workers.shutdownNow();
            if (!ExecutorTermination.await(workers, CLOSE_TIMEOUT)) {
                LOG.warn("{} handlers did not end.", workers.getActiveCount());
            }
        }
    }

    private void supervise(HandlerAttempt run) {
        boolean storing = false;
        try {
            storing = runTimed(run);
        } catch (RuntimeException | Error e) {
            run.recordUnexpected(e);
        } finally {
            if (!storing) {
                finish(run);
            }
        }
    }

    /** Returns whether the result is being stored, without this thread. */
    private boolean runTimed(HandlerAttempt run) {
        ClaimedMessage claim = run.claim();
        try (Timeouts.Timeout deadline = deadlines.start(run::expire);
                Timeouts.Timeout last = rescues.start(() -> rescue(run));
                TypingIndicator.Shown typed =
                        typing.show(
                                claim.platform(),
                                run.adapter(),
                                claim.message().conversation(),
                                claim.message().replyContext())) {
            LOG.trace("Handling {}, {}, {}, {}", claim.id(), deadline, last, typed);
            return run.run(() -> finish(run));
        }
    }

    /** Ends an attempt, perhaps on the thread of the journal. */
    private void finish(HandlerAttempt run) {
        if (!inFlight.finish(run)) {
            return;
        }
        try {
            if (run.isAbandoned()) {
                stuck.decrementAndGet();
            } else {
                free.release();
            }
        } finally {
            finished.run();
        }
    }

    /** Abandons an attempt on a thread of its own: the timer must not wait for the journal. */
    private void rescue(HandlerAttempt run) {
        try {
            DaemonThreads.single("handler-rescue").newThread(() -> abandon(run)).start();
        } catch (OutOfMemoryError e) {
            timer.schedule(() -> rescue(run), ABANDON_RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void abandon(HandlerAttempt run) {
        try {
            if (stuck.get() < settings.workers() && run.abandon()) {
                stuck.incrementAndGet();
                free.release();
                finished.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
