package dev.gateway.core.process;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The identity of a process for ever, as far as the system allows. A PID alone is used again, PID
 * and start ticks can be equal after a reboot, and both are valid only inside their PID namespace.
 *
 * @param pid the PID
 * @param startTicks field 22 of /proc/PID/stat
 * @param bootId the boot in which it started
 * @param pidNamespace the namespace in which the PID is valid
 */
public record ProcessIdentity(
        long pid, OptionalLong startTicks, Optional<String> bootId, Optional<String> pidNamespace) {

    /** Returns the present identity of the process {@code pid}. */
    public static ProcessIdentity of(ProcessProbe probe, long pid) {
        return new ProcessIdentity(
                pid, probe.startTicks(pid), probe.bootId(), probe.pidNamespace());
    }

    /** Returns whether exactly this process is alive, and not a later one with its PID. */
    public boolean isAlive(ProcessProbe probe) {
        return probe.state(pid).isAlive() && of(probe, pid).matches(this);
    }

    /** Returns whether {@code other} is the same process; unknown parts count as equal. */
    public boolean matches(ProcessIdentity other) {
        return pid == other.pid
                && agree(startTicks.stream().boxed().findFirst(), other.boxedTicks())
                && agree(bootId, other.bootId)
                && agree(pidNamespace, other.pidNamespace);
    }

    private Optional<Long> boxedTicks() {
        return startTicks.stream().boxed().findFirst();
    }

    private static <T> boolean agree(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
