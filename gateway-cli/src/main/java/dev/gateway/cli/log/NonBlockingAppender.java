package dev.gateway.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * An appender that passes events to another one on its own thread, since that one may block for
 * ever: a pipe without a reader, a stopped terminal, a FIFO, a lost mount. A logging thread never
 * waits for it. Events that do not fit into the queue are dropped and counted; the count is logged
 * as soon as events are written again.
 */
final class NonBlockingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    static final int CAPACITY = 4096;

    private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

    private final Appender<ILoggingEvent> target;
    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;

    /**
     * Creates an appender that is not started.
     *
     * @param target the target, started on the thread of this appender, since opening may block as
     *     well
     */
    NonBlockingAppender(String name, Appender<ILoggingEvent> target) {
        this.target = target;
        this.thread = DaemonThreads.single(name).newThread(this::run);
        setName(name);
    }

    @Override
    public void start() {
        super.start();
        thread.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (queue.offer(event)) {
            accepted.incrementAndGet();
        } else {
            dropped.incrementAndGet();
        }
    }

    /** Waits at most {@code within} for earlier events to be written; returns whether they are. */
    boolean flush(Duration within) {
        Deadline end = Deadline.after(within);
        long goal = accepted.get();
        boolean interrupted = false;
        while (done.get() < goal && thread.isAlive() && !end.isExpired()) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done.get() >= goal;
    }

    /** Writes the remaining events within half a second; a target that blocks is abandoned. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        boolean written = flush(STOP_TIMEOUT);
        thread.interrupt();
        if (written) {
            target.stop();
        }
    }

    private void run() {
        boolean begun = false;
        while (true) {
            try {
                if (!begun) {
                    target.start();
                    begun = true;
                }
                write(queue.take());
            } catch (InterruptedException e) {
                if (!isStarted()) {
                    return;
                }
            } catch (RuntimeException | Error e) {
                addError("A line could not be logged", e);
            }
        }
    }

    private void write(ILoggingEvent event) {
        try {
            target.doAppend(event);
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                target.doAppend(note(lost));
            }
        } finally {
            done.incrementAndGet();
        }
    }

    private ILoggingEvent note(long lost) {
        var logger = ((LoggerContext) getContext()).getLogger(Logger.ROOT_LOGGER_NAME);
        return new LoggingEvent(
                NonBlockingAppender.class.getName(),
                logger,
                Level.WARN,
                "%d lines are missing here: they came faster than they could be written."
                        .formatted(lost),
                null,
                null);
    }
}
