package dev.gateway.sim.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * The host and the program that were measured.
 *
 * @param gateway the launcher
 * @param java the version of the Java that it was given
 * @param processors the number that the JVM sees
 * @param loadBefore the load average of the minute before; negative if it is unknown
 * @param loadAfter the load average at the end; negative if it is unknown
 */
record HostInfo(Path gateway, String java, int processors, double loadBefore, double loadAfter) {

    /** Returns all but the load at the end, which is not known yet. */
    static HostInfo now(Path gateway) {
        double load = load();
        return new HostInfo(
                gateway,
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                load,
                load);
    }

    /** Returns the same with the current load as the load at the end. */
    HostInfo atEnd() {
        return new HostInfo(gateway, java, processors, loadBefore, load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
