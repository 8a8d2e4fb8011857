package dev.gateway.core.process;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Names one process for ever, as far as the system allows: a PID alone is used again, PID and start
 * ticks can be equal after a reboot, and both are only valid inside their PID namespace.
 *
 * @param pid its number
 * @param startTicks field 22 of /proc/PID/stat
 * @param bootId the boot in which it started
 * @param pidNamespace the namespace in which the PID counts
 */
public record ProcessIdentity(
        long pid, OptionalLong startTicks, Optional<String> bootId, Optional<String> pidNamespace) {

    /** The identity of the process {@code pid} as it is now. */
    public static ProcessIdentity of(ProcessProbe probe, long pid) {
        return new ProcessIdentity(
                pid, probe.startTicks(pid), probe.bootId(), probe.pidNamespace());
    }

    /**
     * Whether {@code other} is certainly the same process. Unknown parts are not held against it.
     */
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
