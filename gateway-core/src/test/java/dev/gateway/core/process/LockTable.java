package dev.gateway.core.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A lock table that says what a test wants, in the form of /proc/locks. */
public final class LockTable {

    private final Path table;

    /** An empty one, kept in {@code folder}. */
    public LockTable(Path folder) {
        this.table = folder.resolve("proc-locks");
        write("");
    }

    /** Reads from it. */
    public LockHolders holders() {
        return LockHolders.in(table);
    }

    /** The table of a system that has none. */
    public static LockHolders none() {
        return LockHolders.in(Path.of("/nowhere/locks"));
    }

    /** From now on {@code pid} holds the lock on {@code file}, and nobody holds another. */
    public LockTable heldBy(long pid, Path file) {
        try {
            write(
                    "1: POSIX  ADVISORY  WRITE %d 00:00:%s 0 EOF%n"
                            .formatted(pid, Files.getAttribute(file, "unix:ino")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** From now on nobody holds anything. */
    public void free() {
        write("");
    }

    private void write(String text) {
        try {
            Files.writeString(table, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
