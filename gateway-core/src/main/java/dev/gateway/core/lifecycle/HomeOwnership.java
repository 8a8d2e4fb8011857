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
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.Session;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.status.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ownership of a home: its folder, its lock, the session of this process in it, its PID file.
 * {@link #removeOwnPidFile()} undoes the publication; the lock ends with the process, unless it is
 * passed on to a successor before, beside which the session lasts.
 */
final class HomeOwnership {

    private static final Logger LOG = LoggerFactory.getLogger(HomeOwnership.class);

    private final GatewaySetup setup;
    private final GatewayHome home;
    private final PidFile pidFile;
    private final SessionRegistry registry;
    private volatile InstanceLock lock;
    private volatile PidRecord record;
    private volatile Session session;
    private boolean warm;

    /** Creates the ownership of the home of {@code setup}, which is not acquired yet. */
    HomeOwnership(GatewaySetup setup) {
        this.setup = setup;
        this.home = setup.home();
        this.pidFile = new PidFile(home);
        this.registry = new SessionRegistry(home.sessions(), setup.machine().probe());
    }

    /** Creates the folder, acquires the lock, opens the session, publishes the PID file. */
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
            openSession();
            publish(ownRecord());
        } finally {
            acquiredHome.releaseTakeoverLock();
        }
        setup.warmUp().removeLeftovers();
    }

    private AcquiredHome claim() throws StartupException, InterruptedException {
        var machine = setup.machine();
        boolean mayOverlap = HandlerFactory.mayOverlap(setup.config().handler());
        var claim =
                new HomeAcquirer(
                        home, machine.probe(), machine.holders(), setup.events(), mayOverlap);
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
                                        setup.events(),
                                        mayOverlap)
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

    private void openSession() throws StartupException {
        var machine = setup.machine();
        try {
            session =
                    registry.open(
                            new SessionRecord(
                                    ProcessIdentity.of(machine.probe(), machine.probe().self()),
                                    setup.identity().version(),
                                    now()));
        } catch (IOException e) {
            throw StartupException.of(e, home.sessions());
        }
        setup.events().publish(EventType.sessionOpened(session.id().text()));
    }

    private Instant now() {
        return setup.machine().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private PidRecord ownRecord() {
        var machine = setup.machine();
        var identity = setup.identity();
        return new PidRecord(
                ProcessIdentity.of(machine.probe(), machine.probe().self()),
                PidRecord.GATEWAY,
                identity.argv(),
                Optional.of(home.toString()),
                Optional.of(identity.version()),
                Optional.of(now()),
                identity.supervisor());
    }

    private void publish(PidRecord ours) throws StartupException {
        PidFile.Content previous = pidFile.read();
        PidFileStatus verdict =
                new PidFileClassifier(setup.machine().probe())
                        .classify(previous, new LockStatus.Free());
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
        if (!isOfLastingSession(previous)) {
            tellWhatWasThere(verdict);
        }
    }

    /** A process that has passed its home on leaves its PID file to the successor. */
    private boolean isOfLastingSession(PidFile.Content content) {
        return content instanceof PidFile.Content.Readable readable
                && registry.living().stream()
                        .flatMap(each -> each.record().stream())
                        .anyMatch(each -> each.process().equals(readable.record().process()));
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

    /**
     * Passes the home on to the process that waits for it, and leaves it the PID file. The session
     * lasts: what it has claimed in the journal stays its own.
     *
     * @param endsWithin the time in which this process ends if the home stays with the other one
     */
    void passOn(Duration endsWithin) {
        session.markOutgoing(now(), endsWithin);
        lock.release();
    }

    /**
     * Takes the home back if no process has it.
     *
     * @return whether it is this process's again
     */
    boolean takeBack() throws InterruptedException {
        try {
            Optional<InstanceLock> free = InstanceLock.acquire(home, Duration.ZERO);
            if (free.isEmpty()) {
                return false;
            }
            lock = free.get();
        } catch (IOException e) {
            LOG.warn("Cannot take {} back: {}", home, e.getMessage());
            return false;
        }
        session.markHolder();
        setup.events().publish(EventType.LOCK_ACQUIRED);
        try {
            publish(record);
        } catch (StartupException e) {
            LOG.warn("{}", e.getMessage());
        }
        return true;
    }

    /** Tells the successor in which time this process ends. */
    void markOutgoing(Duration endsWithin) {
        session.markOutgoing(now(), endsWithin);
    }

    /** Tells the predecessor that this process is able to work. */
    void markReady() {
        session.markReady();
    }

    /** Returns the sessions of the home, once it was acquired. */
    SessionRegistry sessions() {
        return registry;
    }

    /** Returns the session of this process, once the home was acquired. */
    Session session() {
        return session;
    }

    /** Ends the session: nothing of this process is left in the journal. */
    void endSession() {
        Session ours = session;
        if (ours != null) {
            ours.close();
        }
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
        return new HomeMonitor(
                () -> lock, home.lock(), pidFile, record, setup.stop(), setup.events());
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
