package dev.gateway.sim.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The holder and the waiters of a file's fcntl lock, as {@code /proc/locks} shows them to this PID
 * namespace. Linux only. The device is not compared: it differs on overlay and btrfs, and two files
 * that are locked at the same moment hardly share an inode number.
 */
public final class KernelLockTable {

    private static final int PID = 4;
    private static final int FILE = 5;
    private static final int FROM = 6;

    private KernelLockTable() {}

    /** Returns the PID of the holder; empty if the lock is free or there is no such file. */
    public static OptionalLong holder(Path file) {
        return pids(file, false).stream().mapToLong(Long::longValue).findFirst();
    }

    /** Returns the PIDs of the processes that are blocked on the lock. */
    public static List<Long> waiters(Path file) {
        return pids(file, true);
    }

    private static List<Long> pids(Path file, boolean waiting) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String inode = ":" + Files.getAttribute(file, "unix:ino");
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .filter(line -> line.contains("POSIX"))
                    .filter(line -> line.contains(" -> ") == waiting)
                    .map(line -> line.replace("-> ", "").trim().split("\\s+"))
                    .filter(fields -> fields[FILE].endsWith(inode))
                    // A process that only asks about a lock tries one on a byte far behind.
                    .filter(fields -> fields[FROM].equals("0"))
                    .map(fields -> Long.parseLong(fields[PID]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see who locks " + file, e);
        }
    }
}
