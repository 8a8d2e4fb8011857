package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;
import dev.gateway.core.process.Descriptors.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes that hold a lock. Only the kernel decides whether it is held at all ({@link
 * #probe}). A row of /proc/locks only proposes a PID, because the device in it is the file system's
 * own (another one than stat(2) gives on btrfs and overlayfs) and inode numbers are equal on
 * volumes that were made alike. A proposed process is named only if one of its descriptors leads to
 * this very file and has the lock. Holders in foreign PID namespaces are hidden in the table, so an
 * empty answer proves nothing. Changes nothing. Thread-safe, except a {@link #snapshot}.
 */
public final class LockHolders {

    private final Table table;
    private final Descriptors descriptors;
    private final Function<Path, KernelLockState> kernel;

    private LockHolders(
            Table table, Descriptors descriptors, Function<Path, KernelLockState> kernel) {
        this.table = table;
        this.descriptors = descriptors;
        this.kernel = kernel;
    }

    /** Returns the locks of this machine. */
    public static LockHolders system() {
        return new LockHolders(
                () -> Files.readAllLines(Path.of("/proc/locks")),
                new LinuxDescriptors(Path.of("/proc")),
                KernelLock::probe);
    }

    static LockHolders of(
            Table table, Descriptors descriptors, Function<Path, KernelLockState> kernel) {
        return new LockHolders(table, descriptors, kernel);
    }

    /**
     * Returns a view for one command that asks about many files: it reads the table and the
     * descriptors of each process at most once, and asks the kernel each time. Not thread-safe.
     */
    public LockHolders snapshot() {
        return new LockHolders(new ReadOnce(table), descriptors.snapshot(), kernel);
    }

    /** Returns the kernel's answer about the lock on {@code file}. */
    public KernelLockState probe(Path file) {
        return kernel.apply(file);
    }

    /**
     * Returns the processes that hold and wait for a lock on {@code file}, as far as can be proven.
     */
    public Holders of(Path file) {
        try {
            FileIdentity identity = FileIdentity.of(file);
            List<LockRow> rows = rows(identity);
            return new Holders(
                    holder(rows, identity), other(rows, identity), waiters(rows, identity));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Holders.NONE;
        }
    }

    private OptionalLong holder(List<LockRow> rows, FileIdentity file) {
        for (LockRow row : rows) { // No stream: a command asks about a thousand files.
            if (!row.waiting()
                    && row.isWhole()
                    && descriptors.of(row.pid(), file) == Evidence.EXCLUSIVE) {
                return OptionalLong.of(row.pid());
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isAwaited(List<LockRow> rows) {
        for (LockRow row : rows) {
            if (row.waiting()) {
                return true;
            }
        }
        return false;
    }

    private OptionalLong other(List<LockRow> rows, FileIdentity file) {
        for (LockRow row : rows) {
            if (!row.waiting()
                    && !row.isWhole()
                    && !row.isProbe()
                    && descriptors.of(row.pid(), file) == Evidence.OTHER_LOCK) {
                return OptionalLong.of(row.pid());
            }
        }
        return OptionalLong.empty();
    }

    /** Returns whether any process waits for any lock. */
    public boolean hasWaiters() {
        try {
            return table.lines().stream().anyMatch(line -> line.contains("->"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the processes that are blocked in waiting for a lock on the whole {@code file}. */
    public List<Long> waiters(Path file) {
        try {
            FileIdentity identity = FileIdentity.of(file);
            return waiters(rows(identity), identity);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private List<Long> waiters(List<LockRow> rows, FileIdentity identity) {
        if (!isAwaited(rows)) {
            return List.of();
        }
        return rows.stream()
                .filter(row -> row.waiting() && row.isWhole())
                .filter(row -> waits(row, identity))
                .map(LockRow::pid)
                .distinct()
                .toList();
    }

    /** Returns whether the process waits: it has the file open and no lock on it yet. */
    private boolean waits(LockRow row, FileIdentity file) {
        Evidence evidence = descriptors.of(row.pid(), file);
        return evidence == Evidence.UNREADABLE
                ? row.device().equals(file.deviceText())
                : evidence != Evidence.ABSENT;
    }

    private List<LockRow> rows(FileIdentity file) throws IOException {
        return table.rows(file.inode());
    }

    /** Returns whether {@code pid} is proven to hold {@code file} now. */
    public boolean isHeldBy(long pid, Path file) {
        return evidence(pid, file) == Evidence.EXCLUSIVE;
    }

    /**
     * Returns whether nothing contradicts that {@code pid} holds {@code file}: its descriptors
     * cannot be read, and no row proposes other processes instead.
     */
    public boolean mayBeHeldBy(long pid, Path file) {
        return switch (evidence(pid, file)) {
            case EXCLUSIVE -> true;
            case UNREADABLE -> isNotContradicted(pid, file);
            case OTHER_LOCK, OPEN, ABSENT -> false;
        };
    }

    private boolean isNotContradicted(long pid, Path file) {
        try {
            List<Long> proposed =
                    rows(FileIdentity.of(file)).stream()
                            .filter(row -> !row.waiting() && row.isWhole())
                            .map(LockRow::pid)
                            .toList();
            return proposed.isEmpty() || proposed.contains(pid);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return true; // Without the table nothing contradicts it.
        }
    }

    private Evidence evidence(long pid, Path file) {
        try {
            return descriptors.of(pid, FileIdentity.of(file));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Evidence.UNREADABLE;
        }
    }

    /**
     * The processes related to a lock.
     *
     * @param holder the PID that is proven to hold it as a gateway does
     * @param other the PID that is proven to hold another lock on the file, as no gateway does
     * @param waiters the PIDs that are blocked in waiting for it
     */
    public record Holders(OptionalLong holder, OptionalLong other, List<Long> waiters) {

        private static final Holders NONE =
                new Holders(OptionalLong.empty(), OptionalLong.empty(), List.of());

        /** Returns the first process that is proven to hold any lock on the file. */
        public Optional<Long> any() {
            return Stream.of(holder, other).flatMap(each -> each.stream().boxed()).findFirst();
        }
    }

    /** The lock table of a machine, a row for each lock. */
    @FunctionalInterface
    interface Table {
        List<String> lines() throws IOException;

        /** Returns the rows about files with this number, on any device. */
        default List<LockRow> rows(long inode) throws IOException {
            String there = ":" + inode + " ";
            return lines().stream()
                    .filter(line -> line.contains(there))
                    .map(LockRow::parse)
                    .flatMap(Optional::stream)
                    .filter(row -> row.inode() == inode)
                    .toList();
        }
    }

    private static final class ReadOnce implements Table {

        private final Table table;
        private Map<Long, List<LockRow>> byInode;

        ReadOnce(Table table) {
            this.table = table;
        }

        @Override
        public List<String> lines() throws IOException {
            return table.lines();
        }

        @Override
        public List<LockRow> rows(long inode) throws IOException {
            if (byInode == null) {
                byInode =
                        lines().stream()
                                .map(LockRow::parse)
                                .flatMap(Optional::stream)
                                .collect(Collectors.groupingBy(LockRow::inode));
            }
            return byInode.getOrDefault(inode, List.of());
        }
    }
}
