package dev.gateway.core.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A trial of locks on single bytes of a file, for an instant: the kernel's answer tells which locks
 * other processes have on the whole file. The caller must have passed the gate of the file.
 */
final class LockTrial {

    /** The position of the bytes that are tried, far behind all that other programs lock. */
    static final long SHARED_AT = 1L << 40;

    static final long EXCLUSIVE_AT = 1L << 41;

    /** The number of trials that no other process's trials can all be in the way of. */
    static final int CERTAIN = 10;

    /** The number for a caller to which a wrong answer does no harm. */
    static final int QUICK = 2;

    private static final long PAUSE_MILLIS = 10;

    private LockTrial() {}

    static KernelLockState on(Path file, int tries) throws IOException, InterruptedException {
        try (FileChannel channel = open(file)) {
            for (int i = 0; i < tries; i++) {
                if (!succeeds(channel, SHARED_AT, true)) {
                    return new KernelLockState.Exclusive();
                }
                if (succeeds(channel, EXCLUSIVE_AT, false)) {
                    return new KernelLockState.Free();
                }
                if (i + 1 < tries) {
                    // Another process may be trying.
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
            return new KernelLockState.Shared();
        } catch (NonWritableChannelException e) {
            // Only a shared lock can be tried, and it was granted.
            return new KernelLockState.Free();
        }
    }

    private static boolean succeeds(FileChannel channel, long at, boolean shared)
            throws IOException {
        try (FileLock lock = channel.tryLock(at, 1, shared)) {
            return lock != null;
        }
    }

    /**
     * Opens the file. An exclusive lock needs a channel that may write, for which the user may lack
     * permission.
     */
    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return FileChannel.open(
                    file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
    }
}
