package dev.gateway.core.instance;

import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.util.List;
import java.util.Optional;

/**
 * The facts about a home as another process sees them: for status, doctor, stop and restart. Reads
 * only; asking about a home never changes it.
 *
 * @param lock who holds the home
 * @param pidFile what the PID file is worth
 * @param waiters PIDs of the processes that wait for the lock, as far as the kernel tells
 * @param seen the holder, if it is proven which process that is
 * @param foreign whether the PID file was written in another PID namespace, such as another
 *     container: its number means nothing here, or another process
 */
public record InstanceView(
        LockStatus lock,
        PidFileStatus pidFile,
        List<Long> waiters,
        Optional<ProcessIdentity> seen,
        boolean foreign) {

    /** Looks at {@code home} now. */
    public static InstanceView of(GatewayHome home, ProcessProbe probe, LockHolders holders) {
        LockHolders now = holders.snapshot();
        LockStatus lock = new LockProbe(now).probe(home.lock());
        Optional<ProcessIdentity> seen = Optional.empty();
        while (lock instanceof LockStatus.HeldBy held && seen.isEmpty()) {
            var identity = ProcessIdentity.of(probe, held.pid());
            // Between the two looks its number could have become another process's: whoever holds
            // the lock still has the identity that was read while it did.
            if (holders.isHeldBy(held.pid(), home.lock())) {
                seen = Optional.of(identity);
            } else {
                now = holders.snapshot();
                lock = new LockProbe(now).probe(home.lock());
            }
        }
        PidFileStatus verdict = new PidFileClassifier(probe).judge(new PidFile(home).read(), lock);
        if (lock instanceof LockStatus.HeldUnseen && verdict instanceof PidFileStatus.Live live) {
            seen = vouchedFor(live.record(), home, probe, holders);
        }
        boolean foreign =
                verdict instanceof PidFileStatus.Live live
                        && isElsewhere(live.record().process(), probe.pidNamespace());
        return new InstanceView(lock, verdict, now.of(home.lock()).waiters(), seen, foreign);
    }

    /**
     * The process of the PID file, where its descriptors cannot be read: only if its whole identity
     * agrees and nothing speaks against it. A part that the record lacks and the system knows does
     * not agree.
     */
    private static Optional<ProcessIdentity> vouchedFor(
            PidRecord record, GatewayHome home, ProcessProbe probe, LockHolders holders) {
        var now = ProcessIdentity.of(probe, record.pid());
        return now.equals(record.process()) && holders.mayBeHeldBy(record.pid(), home.lock())
                ? Optional.of(now)
                : Optional.empty();
    }

    /**
     * Returns the process that holds the home, with what is needed to signal it safely; empty if no
     * gateway holds it, or one that cannot be proven to. No signal may be sent to any other.
     */
    public Optional<ProcessIdentity> holder() {
        return seen;
    }

    /**
     * Whether the PID file names a live process other than the one that holds the lock. A record
     * from another PID namespace does not: its number of the same process is another one.
     */
    public boolean disagree() {
        return seen.isPresent()
                && pidFile instanceof PidFileStatus.Live live
                && live.record().pid() != seen.get().pid()
                && !foreign;
    }

    private static boolean isElsewhere(ProcessIdentity recorded, Optional<String> namespace) {
        return recorded.pidNamespace().isPresent()
                && namespace.isPresent()
                && !recorded.pidNamespace().equals(namespace);
    }

    /** Returns the PID to name in a message; empty if it is unknown. */
    public Optional<Long> namedPid() {
        if (seen.isPresent()) {
            return seen.map(ProcessIdentity::pid);
        }
        return switch (lock.verdict()) {
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
