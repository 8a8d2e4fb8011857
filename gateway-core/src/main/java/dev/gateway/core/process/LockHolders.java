package dev.gateway.core.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Asks the kernel who holds a lock, by /proc/locks: {@code 1: POSIX ADVISORY WRITE 21129
 * fe:00:2204213 0 EOF}. Holders in foreign PID namespaces are hidden there and device numbers can
 * differ on overlay file systems (then the inode alone decides if it is unique), so an empty answer
 * proves nothing. Shared locks are left out: they are looks from outside that last an instant, and
 * whoever looks must never be taken for the holder and signalled. Thread-safe; writes nothing and
 * opens no lock file.
 */
public final class LockHolders {

    private final Table table;

    private LockHolders(Table table) {
        this.table = table;
    }

    /** The lock table of this machine. */
    public static LockHolders system() {
        return in(Path.of("/proc/locks"));
    }

    static LockHolders in(Path file) {
        return in(() -> Files.readAllLines(file));
    }

    static LockHolders in(Table table) {
        return new LockHolders(table);
    }

    /** Who holds and who waits for a lock on {@code file}; empty if that cannot be told. */
    public Holders of(Path file) {
        try {
            long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
            String device = device(((Number) Files.getAttribute(file, "unix:dev")).longValue());
            List<Row> rows = new ArrayList<>();
            String there = ":" + inode + " ";
            for (String line : table.lines()) {
                Row row = line.contains(there) ? Row.parse(line) : null;
                if (row != null && row.inode == inode) {
                    rows.add(row);
                }
            }
            List<Row> exact = rows.stream().filter(row -> row.device.equals(device)).toList();
            boolean oneDevice = rows.stream().map(Row::device).distinct().count() == 1;
            return Holders.of(exact.isEmpty() && oneDevice ? rows : exact);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return new Holders(OptionalLong.empty(), List.of());
        }
    }

    /** The kernel prints {@code %02x:%02x} of the parts that makedev(3) packs into 64 bits. */
    private static String device(long dev) {
        long major = ((dev >>> 8) & 0xfff) | ((dev >>> 32) & ~0xfffL);
        long minor = (dev & 0xff) | ((dev >>> 12) & ~0xffL);
        return String.format("%02x:%02x", major, minor);
    }

    /**
     * Who has to do with a lock.
     *
     * @param holder the PID that holds it, if the kernel tells
     * @param waiters the PIDs that are blocked in waiting for it
     */
    public record Holders(OptionalLong holder, List<Long> waiters) {

        private static Holders of(List<Row> rows) {
            return new Holders(
                    rows.stream().filter(row -> !row.waiting).mapToLong(Row::pid).findFirst(),
                    rows.stream().filter(Row::waiting).map(Row::pid).distinct().toList());
        }
    }

    /** The locks of a machine, a line for each. */
    @FunctionalInterface
    interface Table {
        List<String> lines() throws IOException;
    }

    private record Row(boolean waiting, long pid, String device, long inode) {

        static Row parse(String line) {
            String[] parts = line.strip().split("\\s+");
            boolean waiting = parts.length > 1 && parts[1].equals("->");
            int shift = waiting ? 1 : 0;
            if (parts.length < 6 + shift
                    || !parts[1 + shift].equals("POSIX")
                    || !parts[3 + shift].equals("WRITE")) {
                return null;
            }
            String where = parts[5 + shift];
            int colon = where.lastIndexOf(':');
            try {
                return new Row(
                        waiting,
                        Long.parseLong(parts[4 + shift]),
                        where.substring(0, colon),
                        Long.parseLong(where.substring(colon + 1)));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                return null;
            }
        }
    }
}
