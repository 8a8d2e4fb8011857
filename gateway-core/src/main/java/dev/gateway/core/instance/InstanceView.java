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
 * @param seen the holder, if the kernel names it
 * @param foreign whether the PID file was written in another PID namespace, such as another
 *     container: its number means nothing here, or another process
 */
public record InstanceView(
        LockStatus lock,
        PidVerdict pidFile,
        List<Long> waiters,
        Optional<ProcessIdentity> seen,
        boolean foreign) {

    /** Looks at {@code home} now. */
    public static InstanceView of(GatewayHome home, ProcessProbe probe, LockHolders holders) {
        var look = new LockProbe(holders);
        LockStatus lock = look.look(home.lock());
        Optional<ProcessIdentity> seen = Optional.empty();
        while (lock instanceof LockStatus.HeldBy held && seen.isEmpty()) {
            var identity = ProcessIdentity.of(probe, held.pid());
            // Between the two looks its number could have become another process's: whoever holds
            // the lock still has the identity that was read while it did.
            lock = look.look(home.lock());
            seen = lock.isHeldBy(held.pid()) ? Optional.of(identity) : Optional.empty();
        }
        PidVerdict verdict = new PidJudge(probe).judge(new PidFile(home).read(), lock);
        boolean foreign =
                verdict instanceof PidVerdict.Live live
                        && isElsewhere(live.record().process(), probe.pidNamespace());
        return new InstanceView(lock, verdict, holders.of(home.lock()).waiters(), seen, foreign);
    }

    /**
     * The process that holds the home, with what is needed to signal it safely. The kernel is
     * believed; only where it is silent (no /proc) the PID file speaks, and only while the lock is
     * held and the process in it is a live gateway. Empty if nobody holds the home, or somebody who
     * cannot be seen from here.
     */
    public Optional<ProcessIdentity> holder(ProcessProbe probe) {
        if (seen.isPresent()) {
            return seen;
        }
        if (lock instanceof LockStatus.HeldUnseen
                && pidFile instanceof PidVerdict.Live live
                && sameNamespace(live.record(), probe)) {
            return Optional.of(live.record().process());
        }
        return Optional.empty();
    }

    private static boolean sameNamespace(PidRecord record, ProcessProbe probe) {
        return record.process().pidNamespace().equals(probe.pidNamespace());
    }

    /**
     * Whether the PID file names a live process other than the one that holds the lock. A record
     * from another PID namespace does not: its number of the same process is another one.
     */
    public boolean disagree() {
        return seen.isPresent()
                && pidFile instanceof PidVerdict.Live live
                && live.record().pid() != seen.get().pid()
                && !foreign;
    }

    private static boolean isElsewhere(ProcessIdentity recorded, Optional<String> namespace) {
        return recorded.pidNamespace().isPresent()
                && namespace.isPresent()
                && !recorded.pidNamespace().equals(namespace);
    }

    /** The PID to name in a message; empty if it is unknown. */
    public Optional<Long> namedPid() {
        if (lock instanceof LockStatus.HeldBy held) {
            return Optional.of(held.pid());
        }
        return pidFile instanceof PidVerdict.Live live && !foreign
                ? Optional.of(live.record().pid())
                : Optional.empty();
    }
}
