package dev.gateway.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The only access to files whose names came from outside: attachments that a handler names, files
 * to upload, secrets and configs. Opens plain files alone, since a FIFO or a device could block for
 * ever, and none on which this process has a lock ({@link ProtectedFiles}). A refused file is not
 * opened at all. Thread-safe.
 */
public final class UntrustedFiles {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Streams that must not be closed, because that would drop a lock of this process. */
    private static final Set<InputStream> NEVER_CLOSED = ConcurrentHashMap.newKeySet();

    private static final int MAX_TRIES = 100;

    private UntrustedFiles() {}

    /** The check before a file is opened. */
    @FunctionalInterface
    private interface TargetCheck {
        Target check(Path file) throws IOException;
    }

    /**
     * Checks a file that a handler or a caller names, without opening it. It has to be a plain file
     * that does not belong to the gateway itself. Everything in the home is the gateway's, except
     * the files below {@code media}.
     *
     * @throws FileSystemException if the file is refused; the reason says why
     */
    public static void check(Path file) throws IOException {
        foreign(file);
    }

    /**
     * Opens a file that a handler or a caller names.
     *
     * @throws FileSystemException as {@link #check}
     */
    public static InputStream open(Path file) throws IOException {
        return open(file, UntrustedFiles::foreign);
    }

    /**
     * Opens a file that the operator names in a config or on the command line, which may be in the
     * home.
     *
     * @throws FileSystemException if the file is not plain or this process has a lock on it
     */
    public static InputStream openConfigured(Path file) throws IOException {
        return open(file, Target::of);
    }

    /**
     * Opens a file of the gateway itself that another process could have replaced by a hard link.
     *
     * @throws FileSystemException as {@link #openConfigured}, and if it is a symbolic link
     */
    public static InputStream openOwn(Path file) throws IOException {
        return open(file, Target::own);
    }

    private static Target foreign(Path file) throws IOException {
        Target target = Target.of(file);
        // /proc/self/fd leads to any file, so the given name is checked as well.
        if (isKernels(file.toAbsolutePath().normalize()) || isKernels(target.path)) {
            throw new FileSystemException(file.toString(), null, "is the kernel's, not a file");
        }
        if (isInAnotherHome(target.path)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "is a file of a gateway; of a home only media/ can be sent");
        }
        if (ProtectedFiles.isInHome(target.path, target.key, isLinked(target.path))) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "is a file of the gateway itself; of its home only media/ can be sent");
        }
        return target;
    }

    private static boolean isKernels(Path file) {
        return file.startsWith("/proc") || file.startsWith("/sys");
    }

    /**
     * Returns whether the file lies in the home of another gateway. The lock file tells a home; its
     * content must not reach the users of this gateway.
     */
    private static boolean isInAnotherHome(Path file) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("gateway.lock"), LinkOption.NOFOLLOW_LINKS)) {
                return !file.startsWith(folder.resolve("media"));
            }
        }
        return false;
    }

    private static boolean isLinked(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:nlink") instanceof Number number
                    && number.longValue() > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return true;
        }
    }

    /**
     * Opens a file after its check. A file that is replaced by a rename can be another one between
     * the check and the opening, so both are repeated.
     */
    private static InputStream open(Path file, TargetCheck check) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<InputStream> in = open(check.check(file));
            if (in.isPresent()) {
                return in.get();
            }
        }
        throw replaced(file);
    }

    private static Optional<InputStream> open(Target target) throws IOException {
        InputStream in;
        try {
            in =
                    Files.newInputStream(
                            target.path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // The next check reports a file that is gone for good.
        }
        boolean same =
                Optional.of(target.key)
                        .equals(ProtectedFiles.key(target.path, LinkOption.NOFOLLOW_LINKS));
        // The name can have passed to another file between the check and the opening. If that file
        // is locked, closing the stream would drop the lock, so such a stream stays open. A caller
        // outside could even change the name twice. A look at all descriptors takes time, though,
        // and the gateway's own files are read often.
        if (!(same && target.own) && isLockedFileOpenTwice()) {
            NEVER_CLOSED.add(in);
            throw replaced(target.path);
        }
        if (!same) {
            in.close();
            return Optional.empty();
        }
        return Optional.of(in);
    }

    private static FileSystemException replaced(Path file) {
        return new FileSystemException(
                file.toString(), null, "was replaced while it was being opened");
    }

    /**
     * Returns whether a locked file has more than one descriptor; that of its lock is the only one
     * it may have.
     */
    private static boolean isLockedFileOpenTwice() {
        Set<Object> locked = ProtectedFiles.locked();
        if (locked.isEmpty()) {
            return false;
        }
        Map<Object, Boolean> seen = new ConcurrentHashMap<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                Optional<Object> key = ProtectedFiles.key(descriptor);
                if (key.filter(locked::contains).isPresent() && seen.put(key.get(), true) != null) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // There is no /proc; the comparison of keys remains.
        }
        return false;
    }

    /**
     * The file that a name led to before it was opened.
     *
     * @param path the path without links
     * @param key the key of the file
     * @param own whether the gateway itself gave it its name
     */
    private record Target(Path path, Object key, boolean own) {

        static Target of(Path file) throws IOException {
            return of(file, file.toRealPath(), false);
        }

        static Target own(Path file) throws IOException {
            return of(file, file, true);
        }

        private static Target of(Path file, Path real, boolean own) throws IOException {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        attributes.isDirectory() ? "is a folder" : "is not a regular file");
            }
            Object key = attributes.fileKey();
            if (key == null) {
                throw new NoSuchFileException(file.toString());
            }
            if (ProtectedFiles.hasLocks(key)) {
                throw new FileSystemException(
                        file.toString(), null, "is a file that the gateway itself keeps locked");
            }
            return new Target(real, key, own);
        }
    }
}
