package dev.gateway.core.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The file and its companions ({@code -wal}, {@code -shm}) as the file system sees them. It is
 * never opened here once a database is open on it: closing any other handle of the file in this
 * process would silently drop SQLite's locks.
 */
final class JournalFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> COMPANIONS = List.of("-wal", "-shm");

    /** The smallest page that SQLite knows. */
    private static final int SMALLEST = 512;

    private static final String DAMAGED = ".damaged-";

    private final Path path;

    JournalFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /**
     * Makes sure that there is a file, readable by its owner alone; SQLite gives its companions the
     * same permissions.
     *
     * @return whether it was made just now
     */
    boolean prepare() throws IOException {
        boolean made;
        try {
            if (posix()) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(path);
            }
            made = true;
        } catch (FileAlreadyExistsException e) {
            made = false;
        } catch (NoSuchFileException e) {
            throw new IOException(path + " cannot be created: its folder does not exist.", e);
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException(
                    path + " is not a file; move it away, so that the gateway can put one there.");
        }
        if (!made && posix()) {
            restrict(path);
            for (String companion : COMPANIONS) {
                restrict(sibling(companion));
            }
        }
        return made;
    }

    /**
     * What is wrong with the files as such, before SQLite sees them: it would throw such remains
     * away without a word.
     */
    Optional<String> remains() throws IOException {
        long size = Files.exists(path) ? Files.size(path) : 0;
        Path log = sibling("-wal");
        if (size == 0 && Files.exists(log) && Files.size(log) > 0) {
            return Optional.of("the database is gone and only its write-ahead log is left");
        }
        if (size > 0 && size < SMALLEST) {
            return Optional.of("it was cut to " + size + " bytes");
        }
        return Optional.empty();
    }

    /** Moves the file and its companions aside, so that SQLite can still open them together. */
    Path moveAside(Clock clock) throws IOException {
        Path target = free(path.getFileName() + DAMAGED + STAMP.format(clock.instant()));
        // The database goes first: SQLite throws away a WAL that lies beside an empty database.
        move(path, target);
        for (String companion : COMPANIONS) {
            move(sibling(companion), target.resolveSibling(target.getFileName() + companion));
        }
        return target;
    }

    /** The youngest file that was moved aside here. */
    Optional<Path> latestMovedAside() throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(path.getParent(), path.getFileName() + DAMAGED + "*")) {
            return StreamSupport.stream(found.spliterator(), false)
                    .filter(file -> COMPANIONS.stream().noneMatch(file.toString()::endsWith))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    /** What tells this very file from another one of the same name; empty if there is none. */
    Optional<Object> identity() {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** An empty file beside it, to write a copy into; not a copy before it is {@link #finish}ed. */
    Path emptyCopy() throws IOException {
        Path part = sibling(".copy.part");
        Files.deleteIfExists(part);
        new JournalFile(part).prepare();
        return part;
    }

    /** Gives a complete copy the name under which the next start would look for it. */
    void finish(Path part) throws IOException {
        Files.move(part, copy(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives the finished copy the name of the journal as well; what is there is moved aside, never
     * overwritten. The copy keeps its own name until {@link #forgetCopy()}, so that whoever puts
     * another file in its place at this moment does not destroy the last one.
     */
    void putCopyInPlace(Clock clock) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            moveAside(clock);
        }
        for (String companion : COMPANIONS) {
            Files.deleteIfExists(sibling(companion));
        }
        try {
            Files.createLink(path, copy());
        } catch (FileAlreadyExistsException e) {
            // Somebody was quicker; the caller sees it and tries again.
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links. If it was for another reason, this fails as well.
            Files.move(copy(), path);
        }
    }

    /** Whether the finished copy is what lies in the journal's place. */
    boolean isCopyInPlace() throws IOException {
        return !Files.exists(copy()) || Files.exists(path) && Files.isSameFile(path, copy());
    }

    /** Takes the copy its own name. */
    void forgetCopy() throws IOException {
        Files.deleteIfExists(copy());
    }

    /** What a process has left that died while it wrote the journal again. */
    void recoverCopy() throws IOException {
        Files.deleteIfExists(sibling(".copy.part"));
        if (!Files.exists(copy())) {
            return;
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(copy(), path);
        } else if (Files.isSameFile(path, copy())) {
            forgetCopy();
        }
    }

    private Path copy() {
        return sibling(".copy");
    }

    long size() throws IOException {
        return Files.size(path);
    }

    private Path free(String name) {
        Path candidate = path.resolveSibling(name);
        for (int i = 1; Files.exists(candidate, LinkOption.NOFOLLOW_LINKS); i++) {
            candidate = path.resolveSibling(name + "." + i);
        }
        return candidate;
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (NoSuchFileException e) {
            // Nothing there: nothing to move.
        }
    }

    private static void restrict(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return; // what a link leads to was made by another
        }
        try {
            if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        } catch (NoSuchFileException e) {
            // A companion that does not exist is made with the permissions of the database.
        }
    }

    private boolean posix() {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
