package dev.gateway.core.message;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler that can be replaced while messages are handled. Messages after the replacement go to
 * the new one; the old one is closed when its last message is done or its time is over, on the
 * daemon thread {@code handler-farewell}. Thread-safe.
 */
public final class SwappableHandler implements MessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SwappableHandler.class);

    /**
     * The time to close: a program gets at most one and a half seconds, and all of them end in
     * parallel.
     */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final Duration longestCall;
    private final List<Tenure> former = new ArrayList<>();
    private Tenure current;
    private boolean closed;

    /**
     * Creates a handler that delegates to {@code first}.
     *
     * @param longestCall the maximum wait for a call of a replaced handler
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

    /**
     * Returns the present handler with this call counted, in one step, so that no handler is closed
     * before a call that it got.
     */
    private synchronized Tenure enter() {
        current.entered();
        return current;
    }

    /**
     * Replaces the handler by {@code next} and returns at once. If this handler is closed, {@code
     * next} is closed too.
     */
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

    /** Closes all of them, the replaced ones in parallel. */
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

    /** The period in which one handler answers, and its end. */
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
                    hurried =
                            true; // No caller interrupts this thread on purpose; an interrupt means
                    // this wait.
                }
            }
            return calls == 0;
        }
    }
}
