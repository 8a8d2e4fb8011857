package dev.gateway.core.message;

import dev.gateway.core.concurrent.BroadcastSignal;
import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.VirtualThreads;
import dev.gateway.core.concurrent.WakeUp;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.retry.AsyncRetryUntilStored;
import dev.gateway.core.message.fetch.FetchPool;
import dev.gateway.core.message.fetch.FetchSettings;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatcher of messages from the journal to the handler and of answers from the journal to the
 * platforms. Order is kept within a conversation; conversations are handled in parallel and take
 * turns. Nothing is queued in memory: each thread's work is claimed from the journal when the
 * thread is free.
 *
 * <p>Threads: {@code dispatcher} claims, {@code media-PLATFORM-N} download the files of messages,
 * {@code quotes-PLATFORM-N} look up what they quote, {@code handler-N} handle, {@code outbox-N}
 * send, {@code typing-N}, {@code media-timer} and {@code dispatcher-timer} serve the typing
 * indicator and the timers. All are daemons and sleep while there is nothing to do. Those that send
 * are virtual where the Java runtime has such threads; those that handle are not, as a handler that
 * never returns must not take a processor from the platforms.
 *
 * <p>A stop is {@link #drain}, then {@link #close}, then the disconnect of the platforms. A stop
 * beside a successor is {@link #stopClaiming}, then {@link #finish}, then {@link #close}.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration END_TIMEOUT = Duration.ofMillis(500);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);

    /** The prefix of the names of the threads that send. */
    private static final String OUTBOX = "outbox";

    /** The prefix of the names of the threads that show the typing indicator. */
    private static final String TYPING = "typing";

    private final Journal journal;
    private final MessageHandler handler;
    private final WakeUp wakeUp = new WakeUp();
    private final ScheduledThreadPoolExecutor timer;
    private final TypingIndicator typing;
    private final HandlerPool handlers;
    private final FetchPool fetches;
    private final InboxPump inboxPump;
    private final OutboxPump outboxPump;
    private final SupervisedLoop loop;
    private final ReentrantLock claiming = new ReentrantLock();
    private final BroadcastSignal workEnded = new BroadcastSignal();
    private volatile boolean sending = true;
    private volatile boolean closed;

    /**
     * Creates a dispatcher that is not started.
     *
     * @param handler the handler; closed with the dispatcher
     * @param adapters returns the usable adapter of a platform, if there is one; called often and
     *     by several threads, so it must be quick and take no lock that is held during {@link
     *     Journal#accept}
     * @param limits returns the limits for sending to a platform
     * @param formats returns the format of answers that name none
     * @param media returns the folder for the files of a platform's messages
     * @param stateTracker receives the results of the handler's attempts
     */
    public Dispatcher(
            Journal journal,
            MessageHandler handler,
            Function<String, Optional<PlatformAdapter>> adapters,
            Function<String, SendLimits> limits,
            Function<String, TextFormat> formats,
            Function<String, Path> media,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            HandlerStateTracker stateTracker) {
        this(
                journal,
                handler,
                adapters,
                limits,
                formats,
                FetchSettings.into(media),
                settings,
                clock,
                events,
                stateTracker,
                Dispatcher::threads);
    }

    /**
     * Creates a dispatcher with other limits for files and its own thread factories, by thread name
     * prefix.
     */
    Dispatcher(
            Journal journal,
            MessageHandler handler,
            Function<String, Optional<PlatformAdapter>> adapters,
            Function<String, SendLimits> limits,
            Function<String, TextFormat> formats,
            FetchSettings fetching,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            HandlerStateTracker stateTracker,
            Function<String, ThreadFactory> threads) {
        this.journal = journal;
        this.handler = handler;
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.single("dispatcher-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.timer.prestartCoreThread();
        this.typing =
                new TypingIndicator(
                        timer,
                        settings.typingAfter(),
                        settings.typingEvery(),
                        threads.apply(TYPING));
        var memory = MessageMemoryBudget.ofHeap(Runtime.getRuntime().maxMemory());
        // A message claimed without memory for it would only lose its time.
        int workers = Math.min(settings.workers(), memory.messages());
        this.handlers =
                new HandlerPool(
                        settings.withThreads(workers, settings.senders()),
                        timer,
                        typing,
                        threads,
                        this::onWorkEnded);
        this.fetches = new FetchPool(fetching, adapters, this::onWorkEnded);
        this.inboxPump =
                new InboxPump(
                        journal.inbox(),
                        handlers,
                        fetches,
                        fetching,
                        handler,
                        adapters,
                        formats,
                        settings,
                        clock,
                        events,
                        stateTracker,
                        memory,
                        new AsyncRetryUntilStored(timer));
        this.outboxPump =
                new OutboxPump(
                        journal.outbox(),
                        adapters,
                        limits,
                        settings,
                        timer,
                        clock,
                        events,
                        threads.apply(OUTBOX),
                        this::onWorkEnded);
        this.loop = new SupervisedLoop("dispatcher", this::round, wakeUp::signal);
    }

    private static ThreadFactory threads(String prefix) {
        return prefix.equals(OUTBOX) || prefix.equals(TYPING)
                ? VirtualThreads.named(prefix)
                : DaemonThreads.named(prefix);
    }

    /** Starts to handle and to send. Called once. */
    public void start() {
        journal.onChange(wakeUp::signal);
        loop.start();
    }

    /**
     * Looks for work at once; called when a platform's adapter becomes usable. Accepted messages
     * and changes by other processes are detected without it.
     */
    public void wake(String platform) {
        LOG.trace("Woken for {}", platform);
        wakeUp.signal();
    }

    /**
     * Retries failed messages at once; called after the handler was replaced. Otherwise a message
     * would wait for minutes although its handler is repaired.
     */
    public void handlerReplaced() throws InterruptedException {
        try {
            journal.inbox().retryNow();
        } catch (IOException e) {
            LOG.warn("Failed messages are retried later. {}", e.getMessage());
        }
        wakeUp.signal();
    }

    /** Returns the loop that looks for work, for the monitor. */
    public SupervisedLoop loop() {
        return loop;
    }

    /** Returns whether messages are still handed to the handler: false once a drain has begun. */
    public boolean isAccepting() {
        return handlers.isAccepting();
    }

    /**
     * Accepts no new message from now on, lets the handlers finish and sends the answers that are
     * due. Messages not handled in time are interrupted and stay pending, without a counted
     * attempt; answers not sent stay due. Nothing is sent afterwards.
     *
     * @return whether everything was finished in time
     */
    public boolean drain(Duration within) throws InterruptedException {
        return drain(within, () -> false, () -> false) == Drained.WHOLE;
    }

    /** The result of a drain. */
    public enum Drained {
        /** Everything was finished. */
        WHOLE,
        /** Some messages or answers are left for the next process. */
        PARTLY,
        /** The drain was left: handlers and sends go on, {@link #finish} follows. */
        LEFT
    }

    /**
     * Drains like the other method, beside other processes of the home.
     *
     * @param others tells whether others may still put answers into the journal, which this one is
     *     to send
     * @param leave asked at least every 50 ms; ends the drain without an effect on what is going on
     */
    public Drained drain(Duration within, BooleanSupplier others, BooleanSupplier leave)
            throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        handlers.stopAccepting();
        // A message whose files are loading now is not answered; the next process loads them again.
        release(fetches.releaseAll());
        wakeUp.signal();
        var left = new AtomicBoolean();
        Check leaves = () -> left.get() || leave.getAsBoolean() && !left.getAndSet(true);
        boolean handled =
                awaitUntil(
                        deadline,
                        () -> leaves.holds() || handlers.isIdle() && !others.getAsBoolean());
        boolean sent = handled && awaitUntil(deadline, () -> leaves.holds() || nothingToSend());
        if (left.get()) {
            return Drained.LEFT;
        }
        sending = false;
        release(handlers.releaseAll());
        return handled && sent ? Drained.WHOLE : Drained.PARTLY;
    }

    /**
     * Claims no further message and no further answer; after the return no claim is being made
     * either. Handlers and sends in progress go on, and what the handlers answer stays in the
     * journal for the process that claims there. Messages whose files are being loaded go back.
     */
    public void stopClaiming() throws InterruptedException {
        handlers.stopAccepting();
        sending = false;
        claiming.lockInterruptibly();
        claiming.unlock();
        release(fetches.releaseAll());
    }

    /**
     * Waits until the handlers and the sends in progress have ended, after {@link #stopClaiming}.
     * Messages not handled in time are interrupted and go back, without a counted attempt.
     *
     * @return whether everything was finished in time
     */
    public boolean finish(Duration within) throws InterruptedException {
        try {
            return awaitFinished(within);
        } finally {
            release(handlers.releaseAll());
        }
    }

    /** Waits like {@link #finish}, without an effect on what is not finished in time. */
    public boolean awaitFinished(Duration within) throws InterruptedException {
        return awaitUntil(
                Deadline.after(within), () -> handlers.isIdle() && outboxPump.active() == 0);
    }

    /** Returns the number of messages that are with the handler. */
    public int inFlight() {
        return handlers.inFlight();
    }

    /**
     * Waits until no answer is being sent through an adapter that is no longer offered, so that the
     * adapter is not disconnected during a call.
     *
     * @return whether the sending ended in time
     */
    public boolean awaitSent(String platform, PlatformAdapter adapter, Duration within)
            throws InterruptedException {
        return awaitUntil(Deadline.after(within), () -> nothingIsSent(platform, adapter));
    }

    private boolean nothingIsSent(String platform, PlatformAdapter adapter)
            throws InterruptedException {
        // The thread that is claiming now may have got the adapter before.
        claiming.lockInterruptibly();
        try {
            return !outboxPump.isSendingThrough(platform, adapter);
        } finally {
            claiming.unlock();
        }
    }

    /**
     * Ends all threads and closes the handler: answers being sent get a moment to finish, the rest
     * is interrupted. Bounded to about two seconds and the handler's own time (a process: at most
     * one and a half). Idempotent.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        handlers.stopAccepting();
        sending = false;
        loop.stop();
        join();
        release(handlers.releaseAll());
        release(fetches.releaseAll());
        fetches.close();
        handlers.close();
        outboxPump.close();
        typing.close();
        timer.shutdownNow();
        handler.close();
    }

    private void round() throws IOException, InterruptedException {
        Duration wait = pump();
        loop.succeeded();
        wakeUp.await(wait);
    }

    private Duration pump() throws IOException, InterruptedException {
        claiming.lockInterruptibly();
        try {
            Duration untilHandling = DispatcherSettings.MAX_WAIT;
            Duration untilSending = DispatcherSettings.MAX_WAIT;
            try {
                untilHandling =
                        handlers.isAccepting() ? inboxPump.pump() : DispatcherSettings.MAX_WAIT;
            } finally {
                // Answers are sent even if the handling of messages fails.
                untilSending = sending ? outboxPump.pump() : DispatcherSettings.MAX_WAIT;
            }
            return Durations.min(untilHandling, untilSending);
        } finally {
            claiming.unlock();
        }
    }

    private void onWorkEnded() {
        wakeUp.signal();
        workEnded.signal();
    }

    private boolean awaitUntil(Deadline deadline, Check check) throws InterruptedException {
        while (true) {
            long seen = workEnded.count();
            if (check.holds()) {
                return true;
            }
            Duration left = deadline.remaining();
            if (left.isZero()) {
                return false;
            }
            // Answers become due, and adapters disappear, without any event in this class.
            workEnded.awaitAfter(seen, Durations.min(left, CHECK_INTERVAL));
        }
    }

    private boolean nothingToSend() throws InterruptedException {
        // Claimed work that has no thread yet is visible in neither place.
        claiming.lockInterruptibly();
        try {
            return outboxPump.nothingToSend();
        } finally {
            claiming.unlock();
        }
    }

    private void release(List<ClaimedMessage> left) {
        if (left.isEmpty()) {
            return;
        }
        try {
            journal.inbox().release(left);
            LOG.info("{} messages were not finished and stay pending.", left.size());
        } catch (IOException e) {
            LOG.warn("{} The next start recovers messages in flight.", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void join() {
        try {
            loop.thread().join(END_TIMEOUT.toMillis());
            // Only if the journal hangs: its claims would look like a crash later.
            loop.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Check {
        boolean holds() throws InterruptedException;
    }
}
