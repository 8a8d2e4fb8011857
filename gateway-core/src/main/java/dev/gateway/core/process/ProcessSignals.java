package dev.gateway.core.process;

/**
 * A sender of signals to a process. An implementation checks that the PID still belongs to the
 * intended process, so that a reused PID never receives a signal.
 */
public interface ProcessSignals {

    /**
     * Sends SIGTERM, and SIGCONT to a stopped process, so that it can act on SIGTERM; returns false
     * if the process is gone.
     */
    boolean terminate(ProcessIdentity process);

    /** Sends SIGKILL; returns false if the process is gone. */
    boolean kill(ProcessIdentity process);

    /**
     * Sends SIGHUP, which asks a gateway to reload its config; returns false if the process is
     * gone.
     */
    boolean sendSighup(ProcessIdentity process);

    /** Returns the signals of this machine. */
    static ProcessSignals system(ProcessProbe probe) {
        return new SystemSignals(probe);
    }
}
