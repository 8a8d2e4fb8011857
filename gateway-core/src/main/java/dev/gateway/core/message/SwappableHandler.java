package dev.gateway.core.message;

import dev.gateway.core.concurrent.InFlightTracker;
import dev.gateway.core.concurrent.InterruptibleSection;
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
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Duration longestCall;
    private final List<Assignment> former = new ArrayList<>();
    private Assignment current;
    private boolean closed;

    /**
     * Creates a handler that delegates to {@code first}.
     *
     * @param longestCall the maximum wait for a call of a replaced handler
     */
    public SwappableHandler(MessageHandler first, Duration longestCall) {
        this.current = new Assignment(first);
        this.longestCall = longestCall;
    }

    @Override
    public List<Answer> handle(Request request) throws HandlerException, InterruptedException {
        var call = new Object();
        Assignment assignment = enter(call);
        try {
            return assignment.handler.handle(request);
        } finally {
            assignment.calls.finish(call);
        }
    }

    @Override
    public void warmUp() {
        MessageHandler present;
        synchronized (this) {
            present = current.handler;
        }
        present.warmUp();
    }

    /**
     * Returns the present handler with this call counted, in one step, so that no handler is closed
     * before a call that it got.
     */
    private synchronized Assignment enter(Object call) {
        current.calls.tryStart(call);
        return current;
    }

    /**
     * Replaces the handler by {@code next} and returns at once. If this handler is closed, {@code
     * next} is closed too.
     */
    public void replace(MessageHandler next) {
        var assignment = new Assignment(next);
        synchronized (this) {
            if (!closed) {
                former.removeIf(Assignment::isOver);
                former.add(current);
                current.retire();
                current = assignment;
                return;
            }
        }
        assignment.close();
    }

    /** Closes all of them, the replaced ones in parallel. */
    @Override
    public void close() {
        Assignment last;
        List<Assignment> others;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
            others = List.copyOf(former);
        }
        Deadline end = Deadline.after(CLOSE_TIMEOUT);
        others.forEach(Assignment::hurry);
        last.close();
        others.forEach(assignment -> assignment.awaitEnd(end));
    }

    /** The period in which one handler answers, and its end. */
    private final class Assignment {

        private final MessageHandler handler;
        private final Thread closer = new Thread(this::closeAfterLastCall, "handler-farewell");
        private final InFlightTracker<Object> calls = new InFlightTracker<>();
        private final InterruptibleSection lastCalls = new InterruptibleSection();

        Assignment(MessageHandler handler) {
            this.handler = handler;
            closer.setDaemon(true);
        }

        void retire() {
            closer.start();
        }

        void hurry() {
            lastCalls.expire();
        }

        boolean isOver() {
            return !closer.isAlive();
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
                closer.join(end.timeoutMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void closeAfterLastCall() {
            if (!awaitLastCall()) {
                LOG.warn("The replaced handler is closed while it handles a message.");
            }
            close();
        }

        private boolean awaitLastCall() {
            try {
                return lastCalls.call(() -> calls.awaitEmpty(longestCall));
            } catch (InterruptibleSection.ExpiredException | InterruptedException e) {
                return calls.inFlight().isEmpty();
            }
        }
    }
}
