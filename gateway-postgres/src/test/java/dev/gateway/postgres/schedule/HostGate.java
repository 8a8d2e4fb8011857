package dev.gateway.postgres.schedule;

/** The point that all threads of a simulated process pass between any two steps. Thread-safe. */
final class HostGate {

    private boolean paused;
    private boolean killed;

    /** The process was killed: its threads end without another step. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Waits while the process is paused. */
    synchronized void pass() throws InterruptedException {
        while (paused && !killed) {
            wait();
        }
        if (killed) {
            throw new KilledException();
        }
    }

    /** Pauses the process, or lets it go on. */
    synchronized void pause(boolean on) {
        paused = on;
        notifyAll();
    }

    synchronized boolean isPaused() {
        return paused;
    }

    /** Kills the process. */
    synchronized void kill() {
        killed = true;
        notifyAll();
    }

    synchronized boolean isKilled() {
        return killed;
    }
}
