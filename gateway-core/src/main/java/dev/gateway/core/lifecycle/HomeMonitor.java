package dev.gateway.core.lifecycle;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitor of a running gateway's files: rewrites its PID file if another program removed or
 * changed it, and ends the gateway if its lock file is no longer the one it locked, or the kernel
 * no longer knows the lock, since a second gateway could then hold the home.
 */
final class HomeMonitor {

    /** The interval of the checks. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(HomeMonitor.class);

    private final Supplier<InstanceLock> heldLock;
    private final Path lockFile;
    private final PidFile pidFile;
    private final PidRecord record;
    private final StopRequest stop;
    private final EventStream events;
    private String told = "";

    /**
     * Creates a monitor.
     *
     * @param heldLock returns the lock of the home, another one after the home came back
     */
    HomeMonitor(
            Supplier<InstanceLock> heldLock,
            Path lockFile,
            PidFile pidFile,
            PidRecord record,
            StopRequest stop,
            EventStream events) {
        this.heldLock = heldLock;
        this.lockFile = lockFile;
        this.pidFile = pidFile;
        this.record = record;
        this.stop = stop;
        this.events = events;
    }

    void check() {
        KernelLock.verifyAll(); // Those on tokens as well.
        InstanceLock lock = heldLock.get();
        if (lock.isLost()) {
            if (!stop.isRequested()) {
                LOG.error(
                        "The lock on {} is gone: its file was opened and closed inside this"
                                + " process, and another gateway could start here now. This one"
                                + " stops.",
                        lockFile);
                events.publish(EventType.lockLost(lockFile));
                stop.request("lock lost", ExitCode.TRY_AGAIN);
            }
            return;
        }
        if (!lock.isIntact()) {
            if (!stop.isRequested()) {
                LOG.error(
                        "Lock file {} was deleted or replaced: another gateway could start here"
                                + " now. This one stops; leave lock files alone.",
                        lockFile);
                events.publish(EventType.lockFileReplaced(lockFile));
                stop.request("lock file replaced", ExitCode.TRY_AGAIN);
            }
            return;
        }
        if (!stop.isRequested() && !pidFile.holds(record)) {
            try {
                pidFile.publish(record);
                LOG.warn("PID file {} was missing or changed; written again.", pidFile.path());
                events.publish(EventType.pidFileRepaired(pidFile.path()));
                told = "";
            } catch (IOException e) {
                String why = String.valueOf(e.getMessage());
                if (!why.equals(told)) {
                    LOG.warn("PID file {} is wrong and cannot be written: {}", pidFile.path(), why);
                }
                told = why;
            }
        }
    }
}
