package dev.gateway.core.shutdown;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The wish that this gateway ends. The first one starts the stop, or unwinds the start; each
 * further one shortens it. Signal handlers and watchers call {@link #request}; the thread that runs
 * the gateway is interrupted each time, so whatever it waits for ends and it looks here.
 * Thread-safe.
 */
public final class StopRequest {

    private final CountDownLatch requested = new CountDownLatch(1);
    private String reason;
    private ExitCode code = ExitCode.OK;
    private int count;
    private Thread runner;
    private Runnable onFirst = () -> {};

    /** A person or supervisor wants it to end; {@code reason} is for the log, as "SIGTERM". */
    public void request(String reason) {
        request(reason, ExitCode.OK);
    }

    /** The gateway itself has to end, with {@code code}. The first reason and code count. */
    public synchronized void request(String reason, ExitCode code) {
        count++;
        if (count == 1) {
            this.reason = reason;
            this.code = code;
            requested.countDown();
            onFirst.run();
        }
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** What to do at once, on whatever thread, when the end is wished for; short. */
    public synchronized void onFirst(Runnable action) {
        onFirst = action;
        if (count > 0) {
            action.run();
        }
    }

    /** Makes the calling thread the one that is interrupted. */
    public synchronized void bindToCurrentThread() {
        runner = Thread.currentThread();
        if (count > 0) {
            runner.interrupt();
        }
    }

    /** From now on nobody is interrupted any more, and a pending interrupt is cleared. */
    public synchronized void unbind() {
        runner = null;
        Thread.interrupted();
    }

    /** Waits until the end is wished for. */
    public void await() {
        while (!isRequested()) {
            try {
                requested.await();
            } catch (InterruptedException e) {
                // Each request interrupts; the loop looks whether this was one.
            }
        }
        clearInterrupt();
    }

    /** Inside the lock, so that the interrupt of a request that is being made has arrived. */
    private synchronized void clearInterrupt() {
        Thread.interrupted();
    }

    /**
     * Ends what the calling thread does if the end is wished for.
     *
     * @throws InterruptedException if it is; the thread's interrupt is cleared then
     */
    public void check() throws InterruptedException {
        if (Thread.interrupted() || isRequested()) {
            clearInterrupt();
            throw new InterruptedException("asked to stop");
        }
    }

    /** Whether anybody wants the end. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Whether somebody asked again: no more patience. */
    public synchronized boolean isShortened() {
        return count > 1;
    }

    /** Who wanted it. */
    public synchronized Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** How the process is to end. */
    public synchronized ExitCode code() {
        return code;
    }
}
