package dev.gateway.core.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A share in a kernel lock that any number of processes, and of threads in each of them, hold at a
 * time. The kernel drops a process's share at any death of it. Thread-safe.
 */
public final class SharedKernelLock implements AutoCloseable {

    /** The time to retry: a probe is in the way for an instant. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** One lock a file: its descriptor may be closed only when the last share is given back. */
    private static final Map<Path, Shares> SHARES = new HashMap<>();

    private final Shares shares;
    private boolean closed;

    private SharedKernelLock(Shares shares) {
        this.shares = shares;
    }

    private static final class Shares {

        private final KernelLock lock;
        private int count;

        Shares(KernelLock lock) {
            this.lock = lock;
        }
    }

    /**
     * Acquires a share, and creates the file (mode 0600) if needed.
     *
     * @return empty if a process has the file for itself
     * @throws IOException if the file cannot be created, opened or locked, or is a symbolic link
     */
    public static Optional<SharedKernelLock> acquire(Path file)
            throws IOException, InterruptedException {
        Path key = file.toAbsolutePath();
        synchronized (SHARES) {
            Shares shares = SHARES.get(key);
            if (shares == null || !shares.lock.isIntact()) {
                Optional<KernelLock> lock = KernelLock.acquireShared(key, GRACE);
                if (lock.isEmpty()) {
                    return Optional.empty();
                }
                shares = new Shares(lock.get());
                SHARES.put(key, shares);
            }
            shares.count++;
            return Optional.of(new SharedKernelLock(shares));
        }
    }

    /**
     * Returns whether there is a share of any process, this one included; within some 10 ms. Probes
     * of other processes may rarely be taken for one.
     */
    public static boolean isHeld(Path file) {
        return KernelLock.seemsHeld(file);
    }

    /** Gives the share back. Idempotent. The file stays. */
    @Override
    public void close() {
        synchronized (SHARES) {
            if (closed) {
                return;
            }
            closed = true;
            shares.count--;
            if (shares.count == 0) {
                SHARES.values().remove(shares);
                shares.lock.close();
            }
        }
    }
}
