package dev.gateway.core.concurrent;

/**
 * A thread's time with the handler. Others may end it: at its deadline, or because the gateway
 * stops. Whoever decides first wins, except that the end of the gateway overrules a deadline; and
 * the thread is never interrupted after it has left. Thread-safe.
 */
public final class InterruptibleTask {

    private Thread thread;
    private Ending ending = Ending.BY_ITSELF;

    /** The calling thread goes to the handler, unless it was ended already. */
    public synchronized boolean enter() {
        if (ending != Ending.BY_ITSELF) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** The calling thread is back; tells how it ended. An interrupt that came for it is used up. */
    public synchronized Ending leave() {
        thread = null;
        Thread.interrupted();
        return ending;
    }

    /** Interrupts the thread if it is with the handler, and keeps others from going there. */
    public synchronized void end(Ending how) {
        if (ending == Ending.BY_ITSELF || how == Ending.RELEASED && ending == Ending.EXPIRED) {
            ending = how;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /**
     * Nobody waits for the thread any more.
     *
     * @return whether it is still with the handler, and the gateway does not end
     */
    public synchronized boolean abandon() {
        if (thread == null || ending == Ending.RELEASED) {
            return false;
        }
        ending = Ending.ABANDONED;
        return true;
    }

    /** Whether it was given up while it lasted. */
    public synchronized boolean abandoned() {
        return ending == Ending.ABANDONED;
    }

    /** Who decided. */
    public enum Ending {
        /** The handler came back. */
        BY_ITSELF,
        /** Its time was over. */
        EXPIRED,
        /** The gateway stops. */
        RELEASED,
        /** It did not react to being interrupted. */
        ABANDONED
    }
}
