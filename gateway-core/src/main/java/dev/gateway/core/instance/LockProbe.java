package dev.gateway.core.instance;

import dev.gateway.core.process.KernelLockState;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.LockHolders.Holders;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A check of a lock that does not take it. The kernel tells whether the lock is held; only then the
 * lock table may add the holder.
 */
public final class LockProbe {

    private final LockHolders holders;

    /** Creates a probe that uses the lock table {@code holders}. */
    public LockProbe(LockHolders holders) {
        this.holders = holders;
    }

    /** Returns the state of the lock on {@code file}. A missing file is free. */
    public LockStatus probe(Path file) {
        KernelLockState lockState = holders.probe(file);
        if (lockState instanceof KernelLockState.Unknown unknown) {
            return new LockStatus.Unknown(unknown.reason(), unknown.denied());
        }
        Holders found = holders.of(file);
        if (lockState instanceof KernelLockState.Exclusive) {
            OptionalLong holder = found.holder();
            return holder.isPresent()
                    ? new LockStatus.HeldBy(holder.getAsLong())
                    : new LockStatus.HeldUnseen();
        }
        return lockState instanceof KernelLockState.Shared || found.other().isPresent()
                ? new LockStatus.Blocked(found.any())
                : new LockStatus.Free();
    }
}
