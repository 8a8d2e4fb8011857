package dev.gateway.core.shutdown;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A request to stop the gateway. The first one starts the shutdown or cancels the start-up; each
 * further one shortens the shutdown. A request can be withdrawn before anything was stopped. Signal
 * handlers and watchers call {@link #request}. The thread that runs the gateway is interrupted each
 * time, so that it leaves any wait and checks the request. Thread-safe.
 */
public final class StopRequest {

    private volatile CountDownLatch requested = new CountDownLatch(1);
    private String reason;
    private ExitCode code = ExitCode.OK;
    private int count;
    private Thread runner;
    private Runnable onFirst = () -> {};

    /**
     * Requests a stop on behalf of the operator or the service manager; {@code reason} is for the
     * log, for instance "SIGTERM".
     */
    public void request(String reason) {
        request(reason, ExitCode.OK);
    }

    /**
     * Requests a stop because of a failure of the gateway itself, which ends with {@code code}. The
     * first reason and code count.
     */
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

    /**
     * Runs {@code action} on the requesting thread at the first stop request; it must return
     * quickly.
     */
    public synchronized void onFirst(Runnable action) {
        onFirst = action;
        if (count > 0) {
            action.run();
        }
    }

    /** Makes the calling thread the one that requests interrupt. */
    public synchronized void bindToCurrentThread() {
        runner = Thread.currentThread();
        if (count > 0) {
            runner.interrupt();
        }
    }

    /** Ends the binding of a thread and clears a pending interrupt. */
    public synchronized void unbind() {
        runner = null;
        Thread.interrupted();
    }

    /** Waits until a stop is requested. */
    public void await() {
        while (!isRequested()) {
            try {
                requested.await();
            } catch (InterruptedException e) {
                // Each request interrupts; the loop checks whether this was one.
            }
        }
        clearInterrupt();
    }

    /**
     * Clears the interrupt inside the lock, so that the interrupt of a request that is being made
     * has arrived.
     */
    private synchronized void clearInterrupt() {
        Thread.interrupted();
    }

    /**
     * Ends the work of the calling thread if a stop is requested.
     *
     * @throws InterruptedException if a stop is requested; the thread's interrupt is cleared then
     */
    public void check() throws InterruptedException {
        if (Thread.interrupted() || isRequested()) {
            clearInterrupt();
            throw new InterruptedException("asked to stop");
        }
    }

    /**
     * Forgets the only request, which a restart made whose successor did not come up; called by the
     * thread that runs the gateway, before it stopped anything.
     *
     * @return false if there was a further request, so that the stop counts
     */
    public synchronized boolean withdraw() {
        if (count != 1) {
            return false;
        }
        count = 0;
        reason = null;
        code = ExitCode.OK;
        requested = new CountDownLatch(1);
        Thread.interrupted();
        return true;
    }

    /** Returns whether a stop is requested. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Returns whether a further request has shortened the stop. */
    public synchronized boolean isShortened() {
        return count > 1;
    }

    /** Returns the reason of the first request. */
    public synchronized Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Returns the exit code of the first request. */
    public synchronized ExitCode code() {
        return code;
    }
}
