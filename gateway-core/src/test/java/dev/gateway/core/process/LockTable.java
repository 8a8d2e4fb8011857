package dev.gateway.core.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lock table that says what a test wants, in the form of /proc/locks. */
public final class LockTable {

    private final List<Row> rows = new CopyOnWriteArrayList<>();

    /** Reads from it. */
    public LockHolders holders() {
        return LockHolders.in(() -> rows.stream().map(Row::line).toList());
    }

    /** The table of a system that has none. */
    public static LockHolders none() {
        return LockHolders.in(Path.of("/nowhere/locks"));
    }

    /** From now on {@code pid} holds the lock on {@code file}, and nobody holds another. */
    public LockTable heldBy(long pid, Path file) {
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
            rows.add(new Row(pid, file, Files.getAttribute(file, "unix:ino")));
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

    private record Row(long pid, Path file, Object inode) {

        String line() {
            return "1: POSIX  ADVISORY  WRITE " + pid + " 00:00:" + inode + " 0 EOF";
        }
    }
}
