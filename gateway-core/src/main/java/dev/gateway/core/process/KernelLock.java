package dev.gateway.core.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An exclusive fcntl lock on a whole file: the kernel drops it at any death of this process and
 * hands it to a waiter within milliseconds, before a zombie is collected.
 *
 * <p>Such a lock belongs to the process, and closing <em>any</em> channel of the file drops it. So
 * the file stays empty, is opened here and nowhere else, and is never deleted or renamed; records
 * about the holder are other files. Inside one JVM a gate per file stands before the kernel's lock:
 * a second thread waits or is refused like a second process, without ever opening the file.
 *
 * <p>Thread-safe. A waiting thread can be interrupted.
 */
public final class KernelLock implements AutoCloseable {

    /**
     * With {@link #HELD} the one piece of static state: fcntl locks belong to the whole process, so
     * what guards them inside it must, too. Keyed by device and inode; a handful of entries for the
     * process's life.
     */
    private static final Map<Object, Semaphore> GATES = new ConcurrentHashMap<>();

    /** Held locks, so that none is ever lost to the garbage collector, which closes its channel. */
    private static final Set<KernelLock> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Object fileKey;
    private final FileChannel channel;
    private final Semaphore gate;
    private boolean closed;

    private KernelLock(Path file, Object fileKey, FileChannel channel, Semaphore gate) {
        this.file = file;
        this.fileKey = fileKey;
        this.channel = channel;
        this.gate = gate;
    }

    /**
     * Takes the lock if nobody has it, creating the file (mode 0600) if needed.
     *
     * @throws IOException if the file cannot be made, opened or locked, or is a symbolic link
     */
    public static Optional<KernelLock> tryAcquire(Path file) throws IOException {
        try {
            return acquire(file, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Waits for the lock for at most {@code limit}; empty if it was not free in time.
     *
     * @throws IOException as {@link #tryAcquire}
     * @throws InterruptedException if interrupted; the lock is then not held
     */
    public static Optional<KernelLock> acquire(Path file, Duration limit)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(limit);
        while (true) {
            LockFile.createIfMissing(file);
            Object key = fileKey(file);
            if (key == null) {
                continue; // removed this very moment
            }
            Semaphore gate = gate(key);
            if (!gate.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            FileChannel channel = null;
            boolean kept = false;
            try {
                channel =
                        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = LockWait.lock(channel, deadline);
                if (lock == null) {
                    return Optional.empty();
                }
                // Replaced between the two looks: this lock is on a file that nobody else sees.
                if (key.equals(fileKey(file))) {
                    kept = true;
                    return Optional.of(new KernelLock(file, key, channel, gate).kept());
                }
            } catch (NoSuchFileException e) {
                continue;
            } finally {
                if (!kept) {
                    if (channel != null) {
                        channel.close();
                    }
                    gate.release();
                }
            }
        }
    }

    /**
     * Whether anybody holds the lock, this process included; looks by taking a shared lock for an
     * instant. A file that is missing or cannot be read is held by nobody. The gate is taken for
     * the look: closing the file would drop a lock that another thread of this process has, or is
     * just about to get.
     */
    public static boolean isHeld(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Semaphore gate;
        try {
            Object key = fileKey(file);
            if (key == null) {
                return false;
            }
            gate = gate(key);
        } catch (IOException e) {
            return false;
        }
        if (!gate.tryAcquire()) {
            return true;
        }
        try (FileChannel channel =
                FileChannel.open(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            return false;
        } finally {
            gate.release();
        }
    }

    private KernelLock kept() {
        HELD.add(this);
        return this;
    }

    /** The lock file. */
    public Path file() {
        return file;
    }

    /**
     * Whether the path still leads to the file that is locked. False means that somebody deleted or
     * replaced it, and that a second holder can exist.
     */
    public boolean isIntact() {
        try {
            return channel.isOpen() && fileKey.equals(fileKey(file));
        } catch (IOException e) {
            return true; // cannot be looked at now: no proof of anything
        }
    }

    /** Lets go. Idempotent. The file stays. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        HELD.remove(this);
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone either way, and the lock with it.
        } finally {
            gate.release();
        }
    }

    private static Semaphore gate(Object key) {
        return GATES.computeIfAbsent(key, k -> new Semaphore(1, true));
    }

    private static Object fileKey(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
