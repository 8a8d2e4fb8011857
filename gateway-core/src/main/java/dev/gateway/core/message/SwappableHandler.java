package dev.gateway.core.message;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler that can be replaced while messages are handled. What comes after the replacement goes
 * to the new one; the old one is closed when the last message that it was given is done, or has had
 * its time. That is waited for on a daemon thread {@code handler-farewell}. Thread-safe.
 */
public final class SwappableHandler implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SwappableHandler.class);

    /** A program gets at most one and a half seconds to end, and all of them end at once. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final Duration longestCall;
    private final List<Tenure> former = new ArrayList<>();
    private Tenure current;
    private boolean closed;

    /**
     * Begins with {@code first}.
     *
     * @param longestCall when a call of a replaced handler is not waited for any longer
     */
    public SwappableHandler(MessageHandler first, Duration longestCall) {
        this.current = new Tenure(first);
        this.longestCall = longestCall;
    }

    @Override
    public List<Answer> handle(Request request) throws HandlerException, InterruptedException {
        Tenure tenure = enter();
        try {
            return tenure.handler.handle(request);
        } finally {
            tenure.left();
        }
    }

    /** In one step with the replacement, so that none is closed before a call that it got. */
    private synchronized Tenure enter() {
        current.entered();
        return current;
    }

    /** From now on {@code next} answers; returns at once. If this is closed, so is {@code next}. */
    public void replace(MessageHandler next) {
        var tenure = new Tenure(next);
        synchronized (this) {
            if (!closed) {
                former.removeIf(Tenure::isOver);
                former.add(current);
                current.retire();
                current = tenure;
                return;
            }
        }
        tenure.close();
    }

    /** Closes all of them, the old ones at the same time. */
    @Override
    public void close() {
        Tenure last;
        List<Tenure> others;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
            others = List.copyOf(former);
        }
        Deadline end = Deadline.after(CLOSE_WITHIN);
        others.forEach(Tenure::hurry);
        last.close();
        others.forEach(tenure -> tenure.awaitEnd(end));
    }

    /** The time in which one handler answers, and its end. */
    private final class Tenure {

        private final MessageHandler handler;
        private final Thread farewell = new Thread(this::bidFarewell, "handler-farewell");
        private int calls;
        private boolean hurried;

        Tenure(MessageHandler handler) {
            this.handler = handler;
            farewell.setDaemon(true);
        }

        synchronized void entered() {
            calls++;
        }

        synchronized void left() {
            calls--;
            notifyAll();
        }

        void retire() {
            farewell.start();
        }

        synchronized void hurry() {
            hurried = true;
            notifyAll();
        }

        boolean isOver() {
            return !farewell.isAlive();
        }

        void close() {
            try {
                handler.close();
            } catch (RuntimeException | Error e) {
                LOG.warn("Closing the handler failed: {}", e.toString());
            }
        }

        void awaitEnd(Deadline end) {
            try {
                farewell.join(Math.max(1, end.remaining().toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void bidFarewell() {
            if (!awaitLastCall()) {
                LOG.warn(
                        "The handler from before the reload is closed in the middle of a message.");
            }
            close();
        }

        private synchronized boolean awaitLastCall() {
            Deadline end = Deadline.after(longestCall);
            while (calls > 0 && !hurried && !end.isExpired()) {
                try {
                    wait(Math.max(1, end.remaining().toMillis()));
                } catch (InterruptedException e) {
                    hurried = true; // nobody does, and whoever would means this
                }
            }
            return calls == 0;
        }
    }
}
