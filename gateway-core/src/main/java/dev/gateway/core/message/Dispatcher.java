package dev.gateway.core.message;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.message.fetch.FetchPool;
import dev.gateway.core.message.fetch.FetchSettings;
import dev.gateway.core.platform.PlatformAdapter;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the journal to the handler and answers from the journal to the platforms.
 * Order is kept within a conversation; conversations are handled in parallel and take turns.
 * Nothing is queued in memory: each thread's work is claimed from the journal when the thread is
 * free.
 *
 * <p>Threads: {@code dispatcher} claims, {@code media-PLATFORM-N} load the files of messages,
 * {@code handler-N} handle, {@code outbox-PLATFORM-N} send, {@code typing-PLATFORM}, {@code
 * media-timer} and {@code dispatcher-timer} do what their names say. All are daemons and sleep
 * while there is nothing to do.
 *
 * <p>A stop is {@link #drain}, then {@link #close}, then the disconnect of the platforms.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration END_WITHIN = Duration.ofMillis(500);

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
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition somethingEnded = waiting.newCondition();
    private volatile boolean sending = true;
    private volatile boolean closed;

    /**
     * A dispatcher that does nothing yet.
     *
     * @param handler what answers; closed with the dispatcher
     * @param adapters the adapter of a platform that may be used now, if there is one; called often
     *     and by several threads, so it must be quick and take no lock that is held during {@link
     *     Journal#accept}
     * @param media the folder for the files of a platform's messages
     * @param standing told what the tries of the handler come to
     */
    public Dispatcher(
            Journal journal,
            MessageHandler handler,
            Function<String, Optional<PlatformAdapter>> adapters,
            Function<String, Path> media,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            HandlerStateTracker standing) {
        this(
                journal,
                handler,
                adapters,
                FetchSettings.into(media),
                settings,
                clock,
                events,
                standing,
                DaemonThreads::named);
    }

    /** A dispatcher with other limits for files, whose pools get their threads by prefix. */
    Dispatcher(
            Journal journal,
            MessageHandler handler,
            Function<String, Optional<PlatformAdapter>> adapters,
            FetchSettings fetching,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            HandlerStateTracker standing,
            Function<String, ThreadFactory> threads) {
        this.journal = journal;
        this.handler = handler;
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.single("dispatcher-timer"));
        this.timer.setRemoveOnCancelPolicy(true);
        this.timer.prestartCoreThread();
        this.typing = new TypingIndicator(timer, settings.typingAfter(), settings.typingEvery());
        var memory = MessageMemoryBudget.ofHeap(Runtime.getRuntime().maxMemory());
        // A message that is claimed while there is no memory for it would only lose its time.
        int workers = Math.min(settings.workers(), memory.messages());
        this.handlers =
                new HandlerPool(
                        settings.withThreads(workers, settings.senders()),
                        timer,
                        typing,
                        threads,
                        this::ended);
        this.fetches = new FetchPool(fetching, adapters, this::ended);
        this.inboxPump =
                new InboxPump(
                        journal.inbox(),
                        handlers,
                        fetches,
                        fetching,
                        handler,
                        adapters,
                        settings,
                        clock,
                        events,
                        standing,
                        memory);
        this.outboxPump =
                new OutboxPump(
                        journal.outbox(),
                        adapters,
                        settings,
                        timer,
                        clock,
                        events,
                        threads,
                        this::ended);
        this.loop = new SupervisedLoop("dispatcher", this::round, wakeUp::signal);
    }

    /** Begins to handle and to send. To be called once. */
    public void start() {
        journal.onChange(wakeUp::signal);
        loop.start();
    }

    /**
     * Looks for work at once: to be called when a platform's adapter can be used. Accepted messages
     * and changes of other processes are noticed without it.
     */
    public void wake(String platform) {
        LOG.trace("Woken for {}", platform);
        wakeUp.signal();
    }

    /**
     * Tries again at once what a former handler has failed: to be called when another one has taken
     * its place. Without it a message would wait for minutes although its handler is mended.
     */
    public void handlerReplaced() throws InterruptedException {
        try {
            journal.inbox().retryNow();
        } catch (IOException e) {
            LOG.warn("What has failed is tried again later. {}", e.getMessage());
        }
        wakeUp.signal();
    }

    /** What looks for work, to be supervised. */
    public SupervisedLoop loop() {
        return loop;
    }

    /** Whether messages are still given to the handler: false once a drain has begun. */
    public boolean takesMessages() {
        return handlers.takes();
    }

    /**
     * Takes no new message from now on, lets the handlers finish and sends the answers that are
     * due. What is not handled in time is interrupted and stays pending, without an attempt counted
     * for it; what is not sent stays due. Nothing is sent any more after this.
     *
     * @return whether everything was finished in time
     */
    public boolean drain(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        handlers.takeNoMore();
        // Nothing that is loaded now is answered; the next process loads it again.
        release(fetches.releaseAll());
        wakeUp.signal();
        boolean handled = awaitUntil(deadline, handlers::idle);
        boolean sent = handled && awaitUntil(deadline, this::nothingToSend);
        sending = false;
        release(handlers.releaseAll());
        return handled && sent;
    }

    /**
     * Waits until no answer is being sent to a platform whose adapter is not offered any more, so
     * that it is not taken away in the middle of one.
     *
     * @return whether that came about in time
     */
    public boolean awaitSent(String platform, Duration within) throws InterruptedException {
        return awaitUntil(Deadline.after(within), () -> nothingIsSentTo(platform));
    }

    private boolean nothingIsSentTo(String platform) throws InterruptedException {
        // Whoever is claiming right now may have got the adapter before.
        claiming.lockInterruptibly();
        try {
            return outboxPump.active(platform) == 0;
        } finally {
            claiming.unlock();
        }
    }

    /**
     * Ends all threads and closes the handler: what is being sent may finish for a moment, what is
     * left is interrupted. Bounded to about two seconds and the handler's own time (a process: at
     * most one and a half). Idempotent.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        handlers.takeNoMore();
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
                untilHandling = handlers.takes() ? inboxPump.pump() : DispatcherSettings.MAX_WAIT;
            } finally {
                // Whatever is wrong with messages, answers go out.
                untilSending = sending ? outboxPump.pump() : DispatcherSettings.MAX_WAIT;
            }
            return Durations.min(untilHandling, untilSending);
        } finally {
            claiming.unlock();
        }
    }

    private void ended() {
        wakeUp.signal();
        waiting.lock();
        try {
            somethingEnded.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    private boolean awaitUntil(Deadline deadline, Check check) throws InterruptedException {
        waiting.lockInterruptibly();
        try {
            while (!check.holds()) {
                long left = deadline.remaining().toNanos();
                if (left <= 0) {
                    return false;
                }
                // Answers may become due, and adapters go, without anything of ours ending.
                somethingEnded.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
            }
            return true;
        } finally {
            waiting.unlock();
        }
    }

    private boolean nothingToSend() throws InterruptedException {
        // What is claimed but not yet with a thread is seen neither here nor there.
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
            LOG.warn("{} The next start finds what was in flight.", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void join() {
        try {
            loop.thread().join(END_WITHIN.toMillis());
            // Only if the journal hangs: what it is claiming would look like a crash later.
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
