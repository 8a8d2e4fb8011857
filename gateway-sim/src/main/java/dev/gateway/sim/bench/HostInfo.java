package dev.gateway.sim.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Where and how it was measured.
 *
 * @param gateway the launcher
 * @param java the version of the Java that it was given
 * @param processors how many the JVM sees
 * @param loadBefore the load average of the minute before; negative if the system does not tell
 * @param loadAfter the same at the end
 */
record HostInfo(Path gateway, String java, int processors, double loadBefore, double loadAfter) {

    /** Everything but the load afterwards, which is not known yet. */
    static HostInfo now(Path gateway) {
        double load = load();
        return new HostInfo(
                gateway,
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                load,
                load);
    }

    /** The same with the load as it is now. */
    HostInfo atEnd() {
        return new HostInfo(gateway, java, processors, loadBefore, load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
