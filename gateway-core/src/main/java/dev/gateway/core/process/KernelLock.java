package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;
import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.file.ProtectedFiles;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An fcntl lock on a whole file, exclusive unless it is said to be shared. The kernel drops it at
 * any death of this process and hands it to a waiter within milliseconds, before a zombie is
 * collected.
 *
 * <p>Such a lock belongs to the process, and closing <em>any</em> channel of the file drops it. So
 * the file stays empty, is opened only here, and is never deleted or renamed; records about the
 * holder are other files. Inside one JVM a gate per file stands before the kernel's lock: a second
 * thread waits or is refused like a second process, without ever opening the file.
 *
 * <p>Thread-safe. A waiting thread can be interrupted.
 */
public final class KernelLock implements AutoCloseable {

    /**
     * A gate per file. With {@link #HELD} and {@link #WAITING} the only static state: fcntl locks
     * belong to the whole process, so their guards inside the process must, too. Keyed by device
     * and inode; a handful of entries for the process's life.
     */
    private static final Map<Object, Semaphore> GATES = new ConcurrentHashMap<>();

    /** Files for whose lock a thread of this process waits, having passed the gate. */
    private static final Set<Object> WAITING = ConcurrentHashMap.newKeySet();

    /** Held locks, so that none is lost to the garbage collector, which closes its channel. */
    private static final Map<Object, KernelLock> HELD = new ConcurrentHashMap<>();

    private static final long PROBE_PAUSE_MILLIS = 10;

    /** The end of the name that a file has before it is locked. */
    public static final String UNNAMED_SUFFIX = ".new";

    private final Path file;
    private final Object fileKey;
    private final FileChannel channel;
    private final Semaphore gate;
    private final boolean shared;
    private boolean closed;
    private volatile boolean confirmed;
    private volatile boolean lost;

    private KernelLock(
            Path file, Object fileKey, FileChannel channel, Semaphore gate, boolean shared) {
        this.file = file;
        this.fileKey = fileKey;
        this.channel = channel;
        this.gate = gate;
        this.shared = shared;
    }

    /**
     * Takes the lock if it is free, and creates the file (mode 0600) if needed.
     *
     * @throws IOException if the file cannot be created, opened or locked, or is a symbolic link
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
     * Waits for the lock for at most {@code limit}; returns empty if it was not free in time.
     *
     * @throws IOException as {@link #tryAcquire}
     * @throws InterruptedException if interrupted; the lock is then not held
     */
    public static Optional<KernelLock> acquire(Path file, Duration limit)
            throws IOException, InterruptedException {
        return acquire(file, limit, false);
    }

    /**
     * As {@link #acquire}, but shared with other processes that ask for it in this way. For {@link
     * SharedKernelLock}, which also shares it inside this process.
     */
    static Optional<KernelLock> acquireShared(Path file, Duration limit)
            throws IOException, InterruptedException {
        return acquire(file, limit, true);
    }

    /**
     * Creates {@code file}, which must not exist, with the lock already on it: no other process
     * ever sees the file unlocked. The lock is taken under another name, which a crash may leave.
     *
     * @throws IOException if the file exists or cannot be created
     */
    public static KernelLock create(Path file) throws IOException {
        Path unnamed = file.resolveSibling(file.getFileName() + UNNAMED_SUFFIX);
        OwnerOnlyFile.create(unnamed);
        Object key = fileKey(unnamed);
        if (key == null) {
            throw new NoSuchFileException(unnamed.toString());
        }
        Semaphore gate = gate(key);
        gate.acquireUninterruptibly(); // A file that is gone had the same number, for an instant.
        FileChannel channel = null;
        boolean kept = false;
        try {
            ProtectedFiles.addLocked(key);
            channel =
                    FileChannel.open(unnamed, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (channel.tryLock() == null) {
                throw new FileSystemException(unnamed.toString(), null, "is locked by another");
            }
            Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
            kept = true;
            return new KernelLock(file, key, channel, gate, false).kept();
        } finally {
            if (!kept) {
                if (channel != null) {
                    channel.close();
                }
                ProtectedFiles.removeLocked(key);
                gate.release();
                Files.deleteIfExists(unnamed);
            }
        }
    }

    private static Optional<KernelLock> acquire(Path file, Duration limit, boolean shared)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(limit);
        while (true) {
            LockFile.createIfMissing(file);
            Object key = fileKey(file);
            if (key == null) {
                continue; // Removed this very moment.
            }
            Semaphore gate = gate(key);
            if (!gate.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            FileChannel channel = null;
            boolean kept = false;
            try {
                ProtectedFiles.addLocked(key);
                channel =
                        FileChannel.open(
                                file,
                                shared ? StandardOpenOption.READ : StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS);
                WAITING.add(key);
                FileLock lock =
                        shared
                                ? BlockingLockAttempt.pollShared(channel, deadline)
                                : BlockingLockAttempt.lock(channel, deadline);
                if (lock == null) {
                    return Optional.empty();
                }
                // Replaced between the checks: this lock is on a file that no other process sees.
                if (key.equals(fileKey(file))) {
                    kept = true;
                    return Optional.of(new KernelLock(file, key, channel, gate, shared).kept());
                }
            } catch (NoSuchFileException e) {
                continue;
            } finally {
                WAITING.remove(key);
                if (!kept) {
                    if (channel != null) {
                        channel.close();
                    }
                    ProtectedFiles.removeLocked(key);
                    gate.release();
                }
            }
        }
    }

    /**
     * Asks the kernel whether the lock is held, this process included. Tries locks on single bytes
     * for an instant: a shared one, which only an exclusive holder refuses, and an exclusive one on
     * another byte, which a shared holder refuses as well. Probes of several processes do not see
     * each other, but a starter can be refused for that instant. A missing file or one that is not
     * plain is free. The gate is taken for the probe: closing the file would drop a lock that
     * another thread of this process has, or is about to get.
     */
    public static KernelLockState probe(Path file) {
        return probe(file, LockTrial.CERTAIN);
    }

    private static KernelLockState probe(Path file, int tries) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? probe(file, attributes.fileKey(), tries)
                    : new KernelLockState.Free();
        } catch (NoSuchFileException e) {
            return new KernelLockState.Free();
        } catch (AccessDeniedException e) {
            return new KernelLockState.Unknown(file + ": permission denied", true);
        } catch (IOException e) {
            return new KernelLockState.Unknown(reason(file, e), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new KernelLockState.Unknown(file + ": interrupted", false);
        }
    }

    private static KernelLockState probe(Path file, Object key, int tries)
            throws IOException, InterruptedException {
        Semaphore gate = gate(key);
        boolean passed = gate.tryAcquire();
        while (!passed) {
            // This process has the lock, or one of its threads waits because another process has
            // it. Another thread's probe is over within microseconds.
            KernelLock here = HELD.get(key);
            if (here != null && here.shared) {
                return new KernelLockState.Shared();
            }
            if (here != null || WAITING.contains(key)) {
                return new KernelLockState.Exclusive();
            }
            passed = gate.tryAcquire(PROBE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        try {
            return LockTrial.on(file, tries);
        } finally {
            gate.release();
        }
    }

    private static String reason(Path file, IOException e) {
        String why = e instanceof FileSystemException failure ? failure.getReason() : null;
        return file + ": " + (why != null ? why : e.getClass().getSimpleName());
    }

    /** Returns whether {@link #probe} finds that a process holds the lock. */
    public static boolean isHeld(Path file) {
        return isHeld(probe(file));
    }

    /** As {@link #isHeld(Path)} within some 10 ms; rarely mistakes two probes for a holder. */
    static boolean seemsHeld(Path file) {
        return isHeld(probe(file, LockTrial.QUICK));
    }

    private static boolean isHeld(KernelLockState state) {
        return state instanceof KernelLockState.Exclusive
                || state instanceof KernelLockState.Shared;
    }

    private KernelLock kept() {
        HELD.put(fileKey, this);
        return this;
    }

    /** Returns the lock file. */
    public Path file() {
        return file;
    }

    /**
     * Checks whether the kernel still knows the locks of this process, and marks the lost ones:
     * other code of the process opened and closed their files. Meant for every few seconds; it
     * reads the descriptors of this process once.
     */
    public static void verifyAll() {
        // The locks first: one that is taken meanwhile must not be missing among the descriptors.
        List<KernelLock> held = List.copyOf(HELD.values());
        Descriptors descriptors = new LinuxDescriptors(Path.of("/proc")).snapshot();
        List<KernelLock> open = new ArrayList<>();
        for (KernelLock lock : held) {
            Descriptors.Evidence evidence = lock.evidence(descriptors);
            lock.confirmed |= evidence == Descriptors.Evidence.EXCLUSIVE;
            if (evidence == Descriptors.Evidence.OPEN) {
                open.add(lock);
            }
        }
        // A system that shows no locks of descriptors shows none of its own either.
        if (held.stream().anyMatch(lock -> lock.confirmed)) {
            open.forEach(lock -> lock.lost = true);
        }
    }

    private Descriptors.Evidence evidence(Descriptors descriptors) {
        try {
            return fileKey.equals(fileKey(file))
                    ? descriptors.of(ProcessHandle.current().pid(), FileIdentity.of(file))
                    : Descriptors.Evidence.UNREADABLE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Descriptors.Evidence.UNREADABLE;
        }
    }

    /** Returns whether {@link #verifyAll} found that the kernel has dropped the lock. */
    public boolean isLost() {
        return lost;
    }

    /**
     * Returns whether the path still leads to the locked file and the lock is not known to be lost.
     * False means that a second holder can exist.
     */
    public boolean isIntact() {
        if (lost) {
            return false;
        }
        try {
            return channel.isOpen() && fileKey.equals(fileKey(file));
        } catch (IOException e) {
            return true; // Its attributes cannot be read now: no proof of anything.
        }
    }

    /**
     * Removes the file and releases the lock, in this order: the lock of a file without a name is
     * no process's. Only for files that no process waits for.
     */
    public synchronized void remove() throws IOException {
        try {
            if (!closed && isIntact()) {
                Files.deleteIfExists(file);
            }
        } finally {
            close();
        }
    }

    /** Releases the lock. Idempotent. The file stays. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        HELD.remove(fileKey, this);
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is closed in either case, and the lock with it.
        } finally {
            ProtectedFiles.removeLocked(fileKey);
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
