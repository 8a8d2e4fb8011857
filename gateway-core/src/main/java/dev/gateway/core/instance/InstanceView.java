package dev.gateway.core.instance;

import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.util.List;
import java.util.Optional;

/**
 * The facts about a home as seen by another process: for status, doctor, stop and restart.
 * Read-only: a view never changes the home.
 *
 * @param lock the state of the home's lock
 * @param pidFile the classification of the PID file
 * @param waiters PIDs of the processes that wait for the lock, as far as the kernel reports them
 * @param provenHolder the holder, if its identity is proven
 * @param foreign whether the PID file was written in another PID namespace, such as another
 *     container: its number means nothing here, or another process
 */
public record InstanceView(
        LockStatus lock,
        PidFileStatus pidFile,
        List<Long> waiters,
        Optional<ProcessIdentity> provenHolder,
        boolean foreign) {

    /** Reads the present state of {@code home}. */
    public static InstanceView of(GatewayHome home, ProcessProbe probe, LockHolders holders) {
        LockHolders now = holders.snapshot();
        LockStatus lock = new LockProbe(now).probe(home.lock());
        Optional<ProcessIdentity> provenHolder = Optional.empty();
        while (lock instanceof LockStatus.HeldBy held && provenHolder.isEmpty()) {
            var identity = ProcessIdentity.of(probe, held.pid());
            // Between the two reads the PID could have been reused: a process that still holds the
            // lock has the identity that was read meanwhile.
            if (holders.isHeldBy(held.pid(), home.lock())) {
                provenHolder = Optional.of(identity);
            } else {
                now = holders.snapshot();
                lock = new LockProbe(now).probe(home.lock());
            }
        }
        PidFileStatus verdict =
                new PidFileClassifier(probe).classify(new PidFile(home).read(), lock);
        if (lock instanceof LockStatus.HeldUnseen && verdict instanceof PidFileStatus.Live live) {
            provenHolder = holderFromRecord(live.record(), home, probe, holders);
        }
        boolean foreign =
                verdict instanceof PidFileStatus.Live live
                        && isElsewhere(live.record().process(), probe.pidNamespace());
        return new InstanceView(
                lock, verdict, now.of(home.lock()).waiters(), provenHolder, foreign);
    }

    /**
     * Returns the process of the PID file, for a system whose descriptors cannot be read: only if
     * its whole identity agrees and no fact contradicts it. A part that the record lacks and the
     * system knows does not agree.
     */
    private static Optional<ProcessIdentity> holderFromRecord(
            PidRecord record, GatewayHome home, ProcessProbe probe, LockHolders holders) {
        var now = ProcessIdentity.of(probe, record.pid());
        return now.equals(record.process()) && holders.mayBeHeldBy(record.pid(), home.lock())
                ? Optional.of(now)
                : Optional.empty();
    }

    /**
     * Returns the process that holds the home, with the identity needed to signal it safely; empty
     * if no gateway holds it or the holder is not proven. No other process may be signalled.
     */
    public Optional<ProcessIdentity> holder() {
        return provenHolder;
    }

    /**
     * Returns whether the PID file names a live process other than the holder of the lock. A record
     * from another PID namespace does not: its number of the same process is another one.
     */
    public boolean isContradictory() {
        return provenHolder.isPresent()
                && pidFile instanceof PidFileStatus.Live live
                && live.record().pid() != provenHolder.get().pid()
                && !foreign;
    }

    private static boolean isElsewhere(ProcessIdentity recorded, Optional<String> namespace) {
        return recorded.pidNamespace().isPresent()
                && namespace.isPresent()
                && !recorded.pidNamespace().equals(namespace);
    }

    /** Returns the PID to name in a message; empty if it is unknown. */
    public Optional<Long> namedPid() {
        if (provenHolder.isPresent()) {
            return provenHolder.map(ProcessIdentity::pid);
        }
        return switch (lock.state()) {
            case HELD ->
                    lock instanceof LockStatus.HeldBy held
                            ? Optional.of(held.pid())
                            : Optional.empty();
            case BLOCKED -> ((LockStatus.Blocked) lock).pid();
            case FREE, UNKNOWN ->
                    pidFile instanceof PidFileStatus.Live live && !foreign
                            ? Optional.of(live.record().pid())
                            : Optional.empty();
        };
    }
}
