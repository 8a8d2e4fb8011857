package dev.gateway.core.process;

import java.time.Clock;

/**
 * The operating system as this process sees it. Handed in, so that tests can replace each part.
 *
 * @param probe facts about processes
 * @param holders facts about locks
 * @param signals the sender of signals to other processes
 * @param clock the time of day
 */
public record HostServices(
        ProcessProbe probe, LockHolders holders, ProcessSignals signals, Clock clock) {

    /** Returns the services of the real machine. */
    public static HostServices system() {
        ProcessProbe probe = ProcessProbe.system();
        return new HostServices(
                probe, LockHolders.system(), ProcessSignals.system(probe), Clock.systemUTC());
    }
}
