package dev.gateway.core.lifecycle;

import dev.gateway.core.control.AcquiredHome;
import dev.gateway.core.control.HomeAcquirer;
import dev.gateway.core.control.HomeHeldException;
import dev.gateway.core.control.InstanceReplacer;
import dev.gateway.core.event.EventType;
import dev.gateway.core.file.ProtectedFiles;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidFileClassifier;
import dev.gateway.core.instance.PidFileStatus;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.status.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ownership of a home: its folder, its lock, its PID file. {@link #removeOwnPidFile()} undoes
 * the publication; the lock ends with the process.
 */
final class HomeOwnership {

    private static final Logger LOG = LoggerFactory.getLogger(HomeOwnership.class);

    private final GatewaySetup setup;
    private final GatewayHome home;
    private final PidFile pidFile;
    private volatile InstanceLock lock;
    private volatile PidRecord record;
    private boolean warm;

    /** Creates the ownership of the home of {@code setup}, which is not acquired yet. */
    HomeOwnership(GatewaySetup setup) {
        this.setup = setup;
        this.home = setup.home();
        this.pidFile = new PidFile(home);
    }

    /** Creates the folder, acquires the lock, publishes the PID file. */
    void acquire() throws StartupException, InterruptedException {
        try {
            HomeDirectory.prepare(home);
        } catch (IOException e) {
            throw StartupException.of(e, home.folder());
        }
        setup.events().publish(EventType.homeReady(home.folder()));
        AcquiredHome acquiredHome = claim();
        try {
            lock = acquiredHome.lock();
            ProtectedFiles.addHome(home.folder(), home.media());
            setup.events().publish(EventType.LOCK_ACQUIRED);
            publish();
        } finally {
            acquiredHome.releaseTakeoverLock();
        }
        setup.warmUp().removeLeftovers();
    }

    private AcquiredHome claim() throws StartupException, InterruptedException {
        var machine = setup.machine();
        var claim = new HomeAcquirer(home, machine.probe(), machine.holders(), setup.events());
        try {
            return switch (setup.onConflict()) {
                case FAIL -> claim.acquireNow();
                case WAIT -> standBy(claim);
                case REPLACE ->
                        new InstanceReplacer(
                                        home,
                                        machine.probe(),
                                        machine.holders(),
                                        machine.signals(),
                                        machine.clock(),
                                        setup.events())
                                .replace(
                                        setup.config().budget().forceKillAfter(),
                                        this::beforeWaiting);
            };
        } catch (HomeHeldException e) {
            throw StartupException.of(e);
        } catch (IOException e) {
            throw StartupException.of(e, home.lock());
        }
    }

    private AcquiredHome standBy(HomeAcquirer claim)
            throws IOException, InterruptedException, HomeHeldException {
        var machine = setup.machine();
        Optional<ProcessIdentity> restart = setup.identity().restart();
        if (restart.isEmpty()) {
            return claim.acquireWhenFree(setup.patience(), this::beforeWaiting);
        }
        var status = new StatusReader(home, machine.probe(), machine.holders());
        var standby =
                new StandbyCondition(
                        restart.get(), machine.probe(), () -> status.read().status().state());
        return claim.acquireAsSuccessor(standby, this::beforeWaiting);
    }

    /**
     * Prepares a wait for a home that is held: announces it, and does expensive work that needs no
     * home, then and only then.
     */
    private void beforeWaiting(String notice) {
        LOG.info(notice);
        if (!warm) {
            warm = true;
            setup.warmUp().beforeHome();
        }
    }

    private void publish() throws StartupException {
        var machine = setup.machine();
        PidFileStatus verdict =
                new PidFileClassifier(machine.probe())
                        .classify(pidFile.read(), new LockStatus.Free());
        var identity = setup.identity();
        PidRecord ours =
                new PidRecord(
                        ProcessIdentity.of(machine.probe(), machine.probe().self()),
                        PidRecord.GATEWAY,
                        identity.argv(),
                        Optional.of(home.toString()),
                        Optional.of(identity.version()),
                        Optional.of(machine.clock().instant().truncatedTo(ChronoUnit.MILLIS)),
                        identity.supervisor());
        try {
            pidFile.publish(ours);
            setup.events().publish(EventType.PID_FILE_PUBLISHED);
        } catch (IOException e) {
            StartupException failure = StartupException.of(e, pidFile.path());
            boolean inTheWay =
                    Files.exists(pidFile.path(), LinkOption.NOFOLLOW_LINKS)
                            && !Files.isRegularFile(pidFile.path(), LinkOption.NOFOLLOW_LINKS);
            if (inTheWay || failure.isForLackOfRoom()) {
                throw failure; // The failure concerns the whole home, not this file.
            }
            // The PID file is information only; the monitor writes it as soon as possible.
            LOG.warn("Going on without a PID file. {}", failure.getMessage());
        }
        record = ours;
        tellWhatWasThere(verdict);
    }

    private void tellWhatWasThere(PidFileStatus verdict) {
        if (verdict instanceof PidFileStatus.Live live) {
            LOG.warn(
                    "{} names live process {}, which does not hold the lock; the lock counts.",
                    pidFile.path(),
                    live.record().pid());
        } else if (!(verdict instanceof PidFileStatus.Absent)) {
            LOG.warn("{}", verdict.recoveryMessage());
            setup.events().publish(EventType.stalePidFileRecovered(verdict.staleReason()));
        }
    }

    /** Returns whether this process owns the home. */
    boolean isEntered() {
        return lock != null;
    }

    /** Returns the content of the PID file, once it is published. */
    Optional<PidRecord> record() {
        return Optional.ofNullable(record);
    }

    /** Returns whether this process owns the home and no other one can acquire it. */
    boolean isOurs() {
        InstanceLock held = lock;
        return held != null && held.isIntact();
    }

    /** Releases the home to the next process. This process may not use the home any more. */
    void release() {
        InstanceLock held = lock;
        if (held != null) {
            ProtectedFiles.removeHome(home.folder());
            held.release();
        }
    }

    /** Starts the monitor of the acquired home. */
    HomeMonitor guard() {
        return new HomeMonitor(lock, home.lock(), pidFile, record, setup.stop(), setup.events());
    }

    /**
     * Removes the PID file if it is this process's. Safe at any time, from any thread, more than
     * once.
     */
    void removeOwnPidFile() {
        if (removePidFile()) {
            setup.events().publish(EventType.PID_FILE_REMOVED);
        }
    }

    private boolean removePidFile() {
        PidRecord ours = record;
        if (ours == null || !isOurs()) {
            return false; // Never entered, or the home may belong to another process by now.
        }
        try {
            return pidFile.removeIfOurs(ours);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", pidFile.path(), e.getMessage());
            return false;
        }
    }
}
