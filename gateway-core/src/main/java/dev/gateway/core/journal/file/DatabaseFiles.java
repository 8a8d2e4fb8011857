package dev.gateway.core.journal.file;

import dev.gateway.core.journal.JournalException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
import java.util.ArrayList;
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
public final class DatabaseFiles {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> COMPANIONS = List.of("-wal", "-shm");

    /** The smallest page that SQLite knows. */
    private static final int SMALLEST = 512;

    /**
     * A loss of power leaves the last transaction torn, which only notes what was done: what is
     * confirmed to a platform is synced before.
     */
    private static final int TORN_FRAMES = 2;

    private static final String DAMAGED = ".damaged-";

    private final Path path;

    public DatabaseFiles(Path path) {
        this.path = path.toAbsolutePath();
    }

    public Path path() {
        return path;
    }

    /**
     * Makes sure that there is a file, readable by its owner alone; SQLite gives its companions the
     * same permissions.
     *
     * @return whether it was made just now
     */
    public boolean prepare() throws IOException {
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
        requirePlain();
        if (!made && posix()) {
            restrict(path);
            for (String companion : COMPANIONS) {
                restrict(sibling(companion));
            }
        }
        return made;
    }

    /**
     * Makes sure that what is there are plain files, before anything opens them: a pipe would wait
     * for ever, and SQLite's words for a folder name another file.
     *
     * @throws JournalException if a folder, a pipe or a link to nothing has the name of one
     */
    public void requirePlain() throws JournalException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path one = sibling(suffix);
            if (!isPlainOrAbsent(one)) {
                throw new JournalException(
                        JournalException.Kind.UNUSABLE,
                        one
                                + " is not a file; move it away, so that the gateway can put one there.",
                        null);
            }
        }
    }

    /** One look, as the file may be removed at any time; what cannot be looked at fails later. */
    private static boolean isPlainOrAbsent(Path file) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isSymbolicLink()
                    ? Files.isRegularFile(file)
                    : attributes.isRegularFile();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * What is wrong with the files as such, before SQLite sees them: it would throw such remains
     * away without a word.
     */
    public Optional<String> remains() throws IOException {
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

    /**
     * Makes sure that this user may use what is there.
     *
     * @throws AccessDeniedException if a file belongs to another user and is closed to this one
     */
    public void requireAccess() throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path one = sibling(suffix);
            boolean closed =
                    Files.exists(one)
                            && !(Files.isReadable(one) && Files.isWritable(one))
                            && !Files.getFileStore(one).isReadOnly();
            if (closed) {
                throw new AccessDeniedException(one.toString());
            }
        }
    }

    /**
     * What the write-ahead log has lost since the last process that used it ended, as far as the
     * shared memory beside it still tells; SQLite takes such a log for a shorter one without a
     * word. Only while no database is open on it in this process.
     */
    public Optional<String> lostLog() throws IOException {
        Optional<String> lost = lookForLostLog();
        // Another process may just be writing.
        return lost.isPresent() ? lookForLostLog() : lost;
    }

    private Optional<String> lookForLostLog() throws IOException {
        Optional<WalIndex> index = WalIndex.read(sibling("-shm"));
        if (index.isEmpty() || index.get().frames() == 0) {
            return Optional.empty();
        }
        Optional<WalFile> log = WalFile.read(sibling("-wal"));
        if (index.get().frames() <= index.get().copied()) {
            if (log.isPresent() && index.get().isOlder(log.get())) {
                // The database has everything; what is left of the log would hide it.
                Files.delete(sibling("-wal"));
            }
            return Optional.empty();
        }
        if (log.isEmpty() || log.get().salts() != index.get().salts()) {
            return Optional.of("its write-ahead log was removed or overwritten");
        }
        return log.get().whole() + TORN_FRAMES < index.get().frames()
                ? Optional.of(
                        "its write-ahead log was cut or damaged, %d of %d frames are left"
                                .formatted(log.get().frames(), index.get().frames()))
                : Optional.empty();
    }

    /**
     * Moves the file and its companions aside, so that SQLite can still open them together. They
     * get their new names before they lose the old ones: a kill between leaves them twice, not
     * apart.
     */
    public Path moveAside(Clock clock) throws IOException {
        Path target = free(path.getFileName() + DAMAGED + STAMP.format(clock.instant()));
        List<String> linked = new ArrayList<>();
        for (String suffix : List.of("-shm", "-wal", "")) {
            if (link(sibling(suffix), target.resolveSibling(target.getFileName() + suffix))) {
                linked.add(suffix);
            }
        }
        // The database goes first: SQLite throws away a WAL that lies beside an empty database.
        for (String suffix : List.of("", "-wal", "-shm")) {
            if (linked.contains(suffix)) {
                Files.deleteIfExists(sibling(suffix));
            } else {
                move(sibling(suffix), target.resolveSibling(target.getFileName() + suffix));
            }
        }
        return target;
    }

    /** Gives a file a second name, where the file system can. */
    private static boolean link(Path from, Path to) throws IOException {
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.createLink(to, from);
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    /** The files that were moved aside here, the oldest first. */
    public List<Path> movedAside() throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(path.getParent(), path.getFileName() + DAMAGED + "*")) {
            return StreamSupport.stream(found.spliterator(), false)
                    .map(DatabaseFiles::withoutCompanion)
                    .distinct()
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** A log may be all that is left of a database. */
    private static Path withoutCompanion(Path file) {
        String name = file.getFileName().toString();
        for (String companion : COMPANIONS) {
            if (name.endsWith(companion)) {
                return file.resolveSibling(name.substring(0, name.length() - companion.length()));
            }
        }
        return file;
    }

    /** Empties the place where a copy of damaged files is worked on, and names it. */
    public Path emptyWorkFile() throws IOException {
        Path work = sibling(".salvage");
        for (String suffix : List.of("-wal", "-shm", "-journal", "")) {
            Files.deleteIfExists(work.resolveSibling(work.getFileName() + suffix));
        }
        return work;
    }

    /** An empty file beside it, to write a copy into; not a copy before it is {@link #finish}ed. */
    public Path emptyCopy() throws IOException {
        Path part = sibling(".copy.part");
        Files.deleteIfExists(part);
        new DatabaseFiles(part).prepare();
        return part;
    }

    /** Gives a complete copy the name under which the next start would look for it. */
    public void finish(Path part) throws IOException {
        Files.move(part, copy(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives the finished copy the name of the journal as well; what is there is moved aside, never
     * overwritten, unless it is what the copy was made of. The copy keeps its own name until {@link
     * #forgetCopy()}, so that whoever puts another file in its place at this moment does not
     * destroy the last one.
     */
    public void putCopyInPlace(Clock clock, boolean original) throws IOException {
        if (original) {
            Files.deleteIfExists(path);
        } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
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
    public boolean isCopyInPlace() throws IOException {
        return !Files.exists(copy()) || Files.exists(path) && Files.isSameFile(path, copy());
    }

    /** Takes the copy its own name. */
    public void forgetCopy() throws IOException {
        Files.deleteIfExists(copy());
    }

    /**
     * Finishes what a process has left that ended while it wrote the journal again: a finished copy
     * is younger than whatever lies in the place of the journal.
     *
     * @return whether there was such a copy; then what was moved aside holds nothing more
     */
    public boolean recoverCopy(Clock clock) throws IOException {
        Files.deleteIfExists(sibling(".copy.part"));
        emptyWorkFile();
        if (!Files.exists(copy())) {
            return false;
        }
        if (!Files.exists(path) || !Files.isSameFile(path, copy())) {
            putCopyInPlace(clock, false);
        }
        if (isCopyInPlace()) {
            forgetCopy();
        }
        return true;
    }

    /** Whether a process is writing the journal again, or ended at it. */
    public boolean isBeingWrittenAgain() {
        // In this order: the part becomes the copy.
        return Files.exists(sibling(".copy.part")) || Files.exists(copy());
    }

    private Path copy() {
        return sibling(".copy");
    }

    public long size() throws IOException {
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
