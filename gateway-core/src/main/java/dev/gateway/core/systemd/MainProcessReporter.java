package dev.gateway.core.systemd;

/** A reporter to systemd of which process of a unit is the main one. Thread-safe. */
public interface MainProcessReporter {

    /** Reports no stop from now on: the home passes to a successor inside the unit. */
    void handOver();

    /** Reports the successor as main process of the unit, and nothing after it. */
    void passOn(long successorPid);

    /**
     * Speaks for the unit again, since the successor failed and this process goes on.
     *
     * @param pid this process, which is the main one again if it had ceased to be
     */
    void takeBack(long pid);
}
