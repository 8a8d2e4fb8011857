package dev.gateway.core.systemd;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queue that delivers messages on the daemon thread {@code sd-notify}. No other thread waits for
 * it: a hanging transport delays neither a start nor a stop. Undelivered messages are merged, the
 * latest value of each name; failed ones are sent again.
 */
final class NotifyQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyQueue.class);

    /**
     * The minimum interval: a flapping platform must not start a program a hundred times a second.
     */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(200);

    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final NotifyTransport transport;
    private final Supplier<NotifyMessage> regular;
    private final Duration every;
    private final SupervisedLoop loop;

    /** The time of the next regular message; used by the loop alone. */
    private Deadline next;

    private NotifyMessage waiting = NotifyMessage.NOTHING;
    private boolean busy;
    private boolean closed;
    private boolean failing;
    private boolean flushing;

    /**
     * Creates a queue that delivers nothing before {@link #start}.
     *
     * @param regular supplies the regular message, on the delivering thread
     * @param every the interval of the regular message
     */
    NotifyQueue(NotifyTransport transport, Supplier<NotifyMessage> regular, Duration every) {
        this.transport = transport;
        this.regular = regular;
        this.every = every;
        this.loop = new SupervisedLoop("sd-notify", this::round, () -> {});
    }

    void start() {
        next = Deadline.after(every);
        loop.start();
    }

    /** Enqueues a message and returns at once. */
    synchronized void enqueue(NotifyMessage message) {
        if (!closed && !message.isEmpty()) {
            waiting = waiting.and(message);
            notifyAll();
        }
    }

    /**
     * Waits until everything is delivered, at most {@code within}; after a failure only for a
     * message that systemd waits for.
     */
    synchronized void flush(Duration within) {
        Deadline deadline = Deadline.after(within);
        flushing = true;
        notifyAll();
        try {
            while (!closed && (!failing || waiting.isUrgent()) && (busy || !waiting.isEmpty())) {
                if (deadline.isExpired()) {
                    return;
                }
                wait(deadline.timeoutMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops delivery. */
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
        if (next.isExpired()) {
            next = Deadline.after(every);
            enqueue(regular.get());
        }
        NotifyMessage message = take();
        if (!message.isEmpty() && !deliver(message)) {
            loop.stop();
        }
    }

    /** Waits for work; returns false if the queue was closed. */
    private synchronized boolean awaitWork(Deadline next) throws InterruptedException {
        while (!closed && waiting.isEmpty() && !next.isExpired()) {
            wait(next.timeoutMillis());
        }
        return !closed;
    }

    private synchronized NotifyMessage take() {
        NotifyMessage taken = waiting;
        waiting = NotifyMessage.NOTHING;
        busy = !taken.isEmpty();
        return taken;
    }

    /** Delivers a message; returns false if delivery is impossible for good. */
    private boolean deliver(NotifyMessage message) throws InterruptedException {
        Duration pause = MIN_INTERVAL;
        try {
            transport.send(message.assignments());
            delivered();
        } catch (NotifyTransport.UndeliverableException e) {
            LOG.error(
                    "Cannot notify systemd; a unit of Type=notify will not" + " start: {}",
                    e.getMessage());
            close();
            return false;
        } catch (IOException e) {
            pause = FAILURE_PAUSE;
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
            LOG.warn("Could not send {} to systemd: {}", message.assignments(), e.getMessage());
        }
        failing = true;
        busy = false;
        waiting = message.and(waiting);
        notifyAll();
    }

    private synchronized void pause(Duration length) throws InterruptedException {
        Deadline end = Deadline.after(length);
        while (!closed && (failing || !waiting.isUrgent() && !flushing) && !end.isExpired()) {
            wait(end.timeoutMillis());
        }
    }
}
