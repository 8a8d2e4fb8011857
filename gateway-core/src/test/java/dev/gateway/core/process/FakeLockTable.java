package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;
import dev.gateway.core.process.Descriptors.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lock table with the content that a test wants, in the format of /proc/locks. */
public final class FakeLockTable {

    private final List<Row> rows = new CopyOnWriteArrayList<>();

    /**
     * Returns a reader of it: its processes have their files open, and the kernel agrees. For other
     * files the real kernel is asked.
     */
    public LockHolders holders() {
        return LockHolders.of(
                () -> rows.stream().map(Row::line).toList(),
                (pid, file) ->
                        rows.stream().anyMatch(row -> row.pid == pid && row.is(file))
                                ? Evidence.EXCLUSIVE
                                : Evidence.ABSENT,
                this::look);
    }

    private KernelLockState look(Path file) {
        try {
            FileIdentity identity = FileIdentity.of(file);
            return rows.stream().anyMatch(row -> row.is(identity))
                    ? new KernelLockState.Exclusive()
                    : KernelLock.probe(file);
        } catch (IOException e) {
            return KernelLock.probe(file);
        }
    }

    /** Returns a system without a table that hides the open files of processes. */
    public static LockHolders none() {
        return LockHolders.of(
                () -> {
                    throw new NoSuchFileException("/proc/locks");
                },
                (pid, file) -> Evidence.UNREADABLE,
                KernelLock::probe);
    }

    /** Returns a system whose kernel cannot be asked about any lock. */
    public static LockHolders unaskable(String reason) {
        return LockHolders.of(
                List::of,
                (pid, file) -> Evidence.UNREADABLE,
                file -> new KernelLockState.Unknown(file + ": " + reason, true));
    }

    /** Makes {@code pid} the only holder of locks, with one on {@code file}. */
    public FakeLockTable heldBy(long pid, Path file) {
        free();
        add(pid, file);
        return this;
    }

    /** Removes all holders. */
    public void free() {
        rows.clear();
    }

    /** Adds {@code pid} as the holder of {@code file}. */
    public void add(long pid, Path file) {
        try {
            rows.add(new Row(pid, file, FileIdentity.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes the lock of {@code pid} on {@code file}, even if the name belongs to another file by
     * now.
     */
    public void remove(long pid, Path file) {
        rows.removeIf(row -> row.pid == pid && row.file.equals(file));
    }

    /** Removes all locks of {@code pid}. */
    public void remove(long pid) {
        rows.removeIf(row -> row.pid == pid);
    }

    private record Row(long pid, Path file, FileIdentity identity) {

        boolean is(FileIdentity other) {
            return identity.equals(other);
        }

        String line() {
            return "1: POSIX  ADVISORY  WRITE " + pid + " 00:00:" + identity.inode() + " 0 EOF";
        }
    }
}
