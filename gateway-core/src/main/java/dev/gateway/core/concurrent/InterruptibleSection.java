package dev.gateway.core.concurrent;

/**
 * A section of code that other threads can end early by an interrupt. The interrupt reaches the
 * thread only while it is inside: a late one must not hit what the thread does next. Thread-safe.
 *
 * <p>The first reason to end a section wins, except that {@link Completion#RELEASED} overrules
 * {@link Completion#EXPIRED}.
 */
public final class InterruptibleSection {

    private Thread thread;
    private Completion completion = Completion.NORMAL;

    /**
     * Runs {@code body} inside the section.
     *
     * @throws ExpiredException if another thread ended the section before or during the call
     */
    public <T, E extends Exception> T call(Body<T, E> body)
            throws E, ExpiredException, InterruptedException {
        if (!enter()) {
            throw new ExpiredException();
        }
        try {
            return body.run();
        } catch (InterruptedException e) {
            if (leave() != Completion.NORMAL) {
                throw new ExpiredException();
            }
            throw e;
        } finally {
            leave();
        }
    }

    /** Enters the section with the calling thread; returns false if the section has ended. */
    public synchronized boolean enter() {
        if (completion != Completion.NORMAL) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** Leaves the section, clears the interrupt that ended it, and returns how it ended. */
    public synchronized Completion leave() {
        if (thread != null && completion != Completion.NORMAL) {
            Thread.interrupted();
        }
        thread = null;
        return completion;
    }

    /** Ends the section because its time is over, see {@link #end}. */
    public void expire() {
        end(Completion.EXPIRED);
    }

    /** Interrupts the thread that is inside, and refuses entry from now on. */
    public synchronized void end(Completion reason) {
        if (completion == Completion.NORMAL
                || reason == Completion.RELEASED && completion == Completion.EXPIRED) {
            completion = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /**
     * Stops waiting for the thread that is inside.
     *
     * @return whether a thread is still inside and the section was not released
     */
    public synchronized boolean abandon() {
        if (thread == null || completion == Completion.RELEASED) {
            return false;
        }
        completion = Completion.ABANDONED;
        return true;
    }

    /** Returns whether the section was abandoned. */
    public synchronized boolean isAbandoned() {
        return completion == Completion.ABANDONED;
    }

    /** The code of a section. */
    @FunctionalInterface
    public interface Body<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    /** The way in which a section ended. */
    public enum Completion {
        /** The code returned by itself. */
        NORMAL,
        /** The time was over. */
        EXPIRED,
        /** The gateway stops. */
        RELEASED,
        /** The code did not react to the interrupt. */
        ABANDONED
    }

    /** Another thread ended the section. */
    public static final class ExpiredException extends Exception {
        ExpiredException() {
            super("no answer in time");
        }
    }
}
