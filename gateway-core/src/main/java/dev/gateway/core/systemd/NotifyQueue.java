package dev.gateway.core.systemd;

import dev.gateway.core.concurrent.SupervisedLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notices on one daemon thread {@code sd-notify} that nobody waits for: neither a start
 * nor a stop hangs with what delivers them. What is not told yet is told together, the latest word
 * of each kind; what could not be delivered is told again.
 */
final class NotifyQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyQueue.class);

    /** A platform that comes and goes must not start a program a hundred times a second. */
    private static final Duration BETWEEN_TWO = Duration.ofMillis(200);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final NotifyTransport transport;
    private final Supplier<NotifyMessage> regular;
    private final Duration every;
    private final SupervisedLoop loop;

    /** When the next regular notice is due; used by the loop alone. */
    private long next;

    private NotifyMessage waiting = NotifyMessage.NOTHING;
    private boolean busy;
    private boolean closed;
    private boolean failing;
    private boolean hurried;

    /**
     * A mailbox that delivers nothing yet.
     *
     * @param regular asked for a notice every so often, on the delivering thread
     * @param every how often
     */
    NotifyQueue(NotifyTransport transport, Supplier<NotifyMessage> regular, Duration every) {
        this.transport = transport;
        this.regular = regular;
        this.every = every;
        this.loop = new SupervisedLoop("sd-notify", this::round, () -> {});
    }

    void start() {
        next = System.nanoTime() + every.toNanos();
        loop.start();
    }

    /** Takes a notice and returns at once. */
    synchronized void post(NotifyMessage message) {
        if (!closed && !message.isEmpty()) {
            waiting = waiting.and(message);
            notifyAll();
        }
    }

    /** Waits until everything is told, but not longer than that. */
    synchronized void flush(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        hurried = true;
        notifyAll();
        try {
            while (!closed && !failing && (busy || !waiting.isEmpty())) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells nothing more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        loop.stop();
        loop.interrupt();
    }

    private void round() throws InterruptedException {
        if (!awaitWork(next)) {
            loop.stop();
            return;
        }
        if (next - System.nanoTime() <= 0) {
            next = System.nanoTime() + every.toNanos();
            post(regular.get());
        }
        NotifyMessage message = take();
        if (!message.isEmpty() && !deliver(message)) {
            loop.stop();
        }
    }

    /** False if it was closed. */
    private synchronized boolean awaitWork(long next) throws InterruptedException {
        while (!closed && waiting.isEmpty() && next - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, next - System.nanoTime()));
        }
        return !closed;
    }

    private synchronized NotifyMessage take() {
        NotifyMessage taken = waiting;
        waiting = NotifyMessage.NOTHING;
        busy = !taken.isEmpty();
        return taken;
    }

    /** False if nothing can ever be told. */
    private boolean deliver(NotifyMessage message) throws InterruptedException {
        Duration pause = BETWEEN_TWO;
        try {
            transport.send(message.assignments());
            delivered();
        } catch (NotifyTransport.UndeliverableException e) {
            LOG.error(
                    "Cannot tell systemd how this service does; a unit of Type=notify will not"
                            + " start: {}",
                    e.getMessage());
            close();
            return false;
        } catch (IOException e) {
            pause = AFTER_FAILURE;
            notDelivered(message, e);
        } catch (RuntimeException | Error e) {
            notDelivered(message, e);
            throw e;
        }
        pause(pause);
        return true;
    }

    private synchronized void delivered() {
        busy = false;
        failing = false;
        notifyAll();
    }

    private synchronized void notDelivered(NotifyMessage message, Throwable e) {
        if (!failing) {
            LOG.warn("systemd was not told {}: {}", message.assignments(), e.getMessage());
        }
        failing = true;
        busy = false;
        waiting = message.and(waiting);
        notifyAll();
    }

    private synchronized void pause(Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        while (!closed
                && (failing || !waiting.isUrgent() && !hurried)
                && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
        }
    }
}
