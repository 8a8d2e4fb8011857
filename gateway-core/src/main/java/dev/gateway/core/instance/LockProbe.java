package dev.gateway.core.instance;

import dev.gateway.core.process.LockHolders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks at a lock without taking it. /proc/locks is asked first; only where that says nothing a
 * shared lock is tried for an instant, because a holder in another PID namespace is not listed.
 * Never call it in a process that holds the lock: closing the file would drop it.
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
        try (FileChannel channel =
                FileChannel.open(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            if (lock != null) {
                return new LockStatus.Free();
            }
            // Taken between the two looks, or by someone who cannot be seen from here.
            OptionalLong late = holders.of(file).holder();
            return late.isPresent()
                    ? new LockStatus.HeldBy(late.getAsLong())
                    : new LockStatus.HeldUnseen();
        } catch (IOException e) {
            return new LockStatus.Free();
        }
    }
}
