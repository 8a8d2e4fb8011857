package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;
import dev.gateway.core.process.Descriptors.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lock table that says what a test wants, in the form of /proc/locks. */
public final class FakeLockTable {

    private final List<Row> rows = new CopyOnWriteArrayList<>();

    /**
     * Reads from it: its processes have open what they hold, and the kernel agrees. Of files that
     * it does not name the real kernel is asked.
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

    /** A system that has no table and shows nothing of what processes have open. */
    public static LockHolders none() {
        return LockHolders.of(
                () -> {
                    throw new NoSuchFileException("/proc/locks");
                },
                (pid, file) -> Evidence.UNREADABLE,
                KernelLock::probe);
    }

    /** A system whose kernel cannot be asked about any lock. */
    public static LockHolders unaskable(String reason) {
        return LockHolders.of(
                List::of,
                (pid, file) -> Evidence.UNREADABLE,
                file -> new KernelLockState.Unknown(file + ": " + reason, true));
    }

    /** From now on {@code pid} holds the lock on {@code file}, and nobody holds another. */
    public FakeLockTable heldBy(long pid, Path file) {
        free();
        add(pid, file);
        return this;
    }

    /** From now on nobody holds anything. */
    public void free() {
        rows.clear();
    }

    /** From now on {@code pid} holds the lock on {@code file}, beside what is held already. */
    public void add(long pid, Path file) {
        try {
            rows.add(new Row(pid, file, FileIdentity.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on {@code pid} does not hold {@code file}, whatever has its name by now. */
    public void remove(long pid, Path file) {
        rows.removeIf(row -> row.pid == pid && row.file.equals(file));
    }

    /** From now on {@code pid} holds nothing. */
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
