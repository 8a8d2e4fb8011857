package dev.gateway.core.concurrent;

/**
 * A call that another thread may end by an interrupt, but only while it runs: an interrupt that
 * comes late must not hit what the thread does next.
 */
public final class InterruptibleSection {

    private Thread thread;
    private boolean expired;

    /**
     * Makes the call.
     *
     * @throws Expired if it was ended by {@link #expire}
     */
    public <T, E extends Exception> T run(Body<T, E> body) throws E, Expired, InterruptedException {
        enter();
        try {
            return body.run();
        } catch (InterruptedException e) {
            if (leave()) {
                throw new Expired();
            }
            throw e;
        } finally {
            leave();
        }
    }

    /** Interrupts the call if it still runs. */
    public synchronized void expire() {
        expired = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void enter() {
        thread = Thread.currentThread();
        if (expired) {
            thread.interrupt(); // it was ended before it began
        }
    }

    /** Whether it was ended by us; then the interrupt is used up. */
    private synchronized boolean leave() {
        if (thread != null && expired) {
            Thread.interrupted();
        }
        thread = null;
        return expired;
    }

    /** What to call. */
    @FunctionalInterface
    public interface Body<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    /** The call was ended because its time was over. */
    public static final class Expired extends Exception {
        Expired() {
            super("no answer in time");
        }
    }
}
