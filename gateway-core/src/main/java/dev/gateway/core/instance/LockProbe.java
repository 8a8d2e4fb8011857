package dev.gateway.core.instance;

import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Looks at a lock without taking it. /proc/locks is asked first; only where that says nothing a
 * shared lock is tried for an instant, because a holder in another PID namespace is not listed.
 */
public final class LockProbe {

    private final LockHolders holders;

    /** Looks through {@code holders}. */
    public LockProbe(LockHolders holders) {
        this.holders = holders;
    }

    /** Who holds the lock on {@code file}. A file that is missing or cannot be read is free. */
    public LockStatus look(Path file) {
        OptionalLong holder = holders.of(file).holder();
        if (holder.isPresent()) {
            return new LockStatus.HeldBy(holder.getAsLong());
        }
        if (!KernelLock.isHeld(file)) {
            return new LockStatus.Free();
        }
        // Taken between the two looks, or by someone who cannot be seen from here.
        OptionalLong late = holders.of(file).holder();
        return late.isPresent()
                ? new LockStatus.HeldBy(late.getAsLong())
                : new LockStatus.HeldUnseen();
    }
}
