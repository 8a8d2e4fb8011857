package dev.gateway.core.process;

/**
 * Sends signals to one process. An implementation checks that the PID still belongs to the process
 * that was meant, so that a reused PID never receives one.
 */
public interface ProcessSignals {

    /** SIGTERM, and SIGCONT if it is stopped, so that it can act on it; false if it is gone. */
    boolean terminate(ProcessIdentity process);

    /** SIGKILL; false if it is gone. */
    boolean kill(ProcessIdentity process);

    /** SIGHUP, which asks a gateway to reload its config; false if it is gone. */
    boolean sendSighup(ProcessIdentity process);

    /** The signals of this machine. */
    static ProcessSignals system(ProcessProbe probe) {
        return new SystemSignals(probe);
    }
}
