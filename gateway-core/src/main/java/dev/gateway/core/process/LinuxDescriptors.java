package dev.gateway.core.process;

import dev.gateway.core.file.FileIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The descriptors in /proc/PID/fd and /proc/PID/fdinfo (proc(5)). They are compared by stat(2),
 * which gives the same for a descriptor as for its path, on btrfs and overlayfs as well. The {@code
 * lock:} lines of a descriptor are the locks that its own process has on that file.
 */
final class LinuxDescriptors implements Descriptors {

    private static final String LOCK = "lock:";

    private final Path proc;

    LinuxDescriptors(Path proc) {
        this.proc = proc;
    }

    @Override
    public Evidence of(long pid, FileIdentity file) {
        Optional<Map<FileIdentity, Evidence>> found = read(pid, file::equals);
        return found.map(files -> files.getOrDefault(file, Evidence.ABSENT))
                .orElse(Evidence.UNREADABLE);
    }

    @Override
    public Descriptors snapshot() {
        Map<Long, Optional<Map<FileIdentity, Evidence>>> processes = new HashMap<>();
        return (pid, file) ->
                processes
                        .computeIfAbsent(pid, number -> read(number, each -> true))
                        .map(files -> files.getOrDefault(file, Evidence.ABSENT))
                        .orElse(Evidence.UNREADABLE);
    }

    /** Reads a process; empty if it cannot be read. A process that is gone has nothing open. */
    private Optional<Map<FileIdentity, Evidence>> read(long pid, Predicate<FileIdentity> wanted) {
        Map<FileIdentity, Evidence> files = new HashMap<>();
        Path process = proc.resolve(String.valueOf(pid));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path entry : entries) {
                Optional<FileIdentity> file = plainFile(entry).filter(wanted);
                if (file.isPresent()) {
                    files.merge(file.get(), locks(process, entry), LinuxDescriptors::stronger);
                }
            }
            return Optional.of(files);
        } catch (NoSuchFileException e) {
            return Files.exists(proc.resolve("self/fd")) ? Optional.of(Map.of()) : Optional.empty();
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the plain file of a descriptor; empty if it is a socket or another kind, was closed
     * while the folder was read, or leads to a mount that does not answer.
     *
     * @throws AccessDeniedException if the process is another user's: the right to list the folder
     *     does not include the right to see the targets of its entries
     */
    private static Optional<FileIdentity> plainFile(Path entry) throws AccessDeniedException {
        try {
            return FileIdentity.ofPlainFile(entry);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Evidence locks(Path process, Path entry) throws IOException {
        String info;
        try {
            info =
                    Files.readString(
                            process.resolve("fdinfo").resolve(entry.getFileName()),
                            StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return Evidence.ABSENT; // Closed meanwhile, and no lock of it is left.
        }
        Evidence found = Evidence.OPEN;
        int start = info.indexOf(LOCK); // The lines before are numbers.
        while (start >= 0) {
            int end = info.indexOf('\n', start);
            int next = end < 0 ? info.length() : end;
            found = stronger(found, lock(info.substring(start + LOCK.length(), next)));
            start = info.indexOf(LOCK, next);
        }
        return found;
    }

    private static Evidence lock(String line) {
        Optional<LockRow> row = LockRow.parse(line);
        if (row.isEmpty() || row.get().waiting() || row.get().isProbe()) {
            return Evidence.OPEN;
        }
        return row.get().isWhole() ? Evidence.EXCLUSIVE : Evidence.OTHER_LOCK;
    }

    private static Evidence stronger(Evidence one, Evidence other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
