package dev.gateway.core.process;

import java.time.Clock;

/**
 * The services of the operating system that this process uses. They are handed in, so that tests
 * can replace each of them.
 *
 * @param probe the facts about processes
 * @param holders the facts about locks
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
