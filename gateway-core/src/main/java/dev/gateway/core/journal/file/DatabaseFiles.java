package dev.gateway.core.journal.file;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.journal.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The database file and its companions ({@code -wal}, {@code -shm}) in the file system. This class
 * never opens the file while a database is open on it: closing another handle of the file in this
 * process would silently drop SQLite's locks.
 */
public final class DatabaseFiles {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> COMPANIONS = List.of("-wal", "-shm");

    /** SQLite's smallest page. */
    private static final int MIN_PAGE_SIZE = 512;

    /**
     * The frames that a power failure may damage: it tears the last transaction, which only records
     * completed work; confirmed messages are synced before.
     */
    private static final int TORN_FRAMES = 2;

    private static final String DAMAGED = ".damaged-";
    private static final String PART = ".copy.part";

    /** The byte of the shared-memory file that SQLite locks while it has the database open. */
    private static final long OPEN_BYTE = 128;

    private final Path path;

    public DatabaseFiles(Path path) {
        this.path = path.toAbsolutePath();
    }

    public Path path() {
        return path;
    }

    /**
     * Creates the file if it is missing, readable by its owner alone; SQLite gives its companions
     * the same permissions.
     *
     * @return whether it was created
     */
    public boolean prepare() throws IOException {
        boolean made;
        try {
            OwnerOnlyFile.create(path);
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
     * Checks that existing files are plain files before they are opened: a pipe would block for
     * ever, and SQLite's message for a folder names another file.
     *
     * @throws JournalException if one is a folder, a pipe or a dangling link
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

    /**
     * Checks a file with one system call, as it may be removed at any time; a file that cannot be
     * checked fails later.
     */
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
     * Returns the damage of the files that must be found before SQLite opens them: SQLite would
     * silently discard such remains.
     */
    public Optional<String> truncation() throws IOException {
        long size = Files.exists(path) ? Files.size(path) : 0;
        Path log = sibling("-wal");
        if (size == 0 && Files.exists(log) && Files.size(log) > 0) {
            return Optional.of("the database is gone and only its write-ahead log is left");
        }
        if (size > 0 && size < MIN_PAGE_SIZE) {
            return Optional.of("it was cut to " + size + " bytes");
        }
        return Optional.empty();
    }

    /**
     * Checks that this user may use the existing files.
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
     * Returns the loss in the write-ahead log since its last process ended, as far as the
     * shared-memory file beside it shows; SQLite silently treats such a log as a shorter one. While
     * another process has the database open, as one that hands over does, the log is whole as far
     * as that process sees, and changes meanwhile: nothing is said then. Call it only while this
     * process has no database open on the file.
     */
    public Optional<String> logLoss() throws IOException {
        Optional<String> lost = detectLogLoss();
        return lost.isPresent() && !isOpenElsewhere() ? detectLogLoss() : Optional.empty();
    }

    /** Returns whether another process has the database open, by SQLite's own lock. */
    private boolean isOpenElsewhere() {
        try (FileChannel index =
                        FileChannel.open(
                                sibling("-shm"),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                FileLock mine = index.tryLock(OPEN_BYTE, 1, false)) {
            return mine == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> detectLogLoss() throws IOException {
        Optional<WalIndex> index = WalIndex.read(sibling("-shm"));
        if (index.isEmpty() || index.get().frames() == 0) {
            return Optional.empty();
        }
        Optional<WalFile> log = WalFile.read(sibling("-wal"));
        if (index.get().frames() <= index.get().copied()) {
            if (log.isPresent() && index.get().isOlder(log.get()) && !isOpenElsewhere()) {
                // The database has everything; the rest of the log would hide it.
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
     * get their new names before they lose the old ones: a kill in between leaves two sets, not
     * separated files.
     */
    public Path moveAside(Clock clock) throws IOException {
        Path target = free(path.getFileName() + DAMAGED + STAMP.format(clock.instant()));
        List<String> linked = new ArrayList<>();
        for (String suffix : List.of("-shm", "-wal", "")) {
            if (link(sibling(suffix), target.resolveSibling(target.getFileName() + suffix))) {
                linked.add(suffix);
            }
        }
        // The database goes first: SQLite discards a WAL beside an empty database.
        for (String suffix : List.of("", "-wal", "-shm")) {
            if (linked.contains(suffix)) {
                Files.deleteIfExists(sibling(suffix));
            } else {
                move(sibling(suffix), target.resolveSibling(target.getFileName() + suffix));
            }
        }
        return target;
    }

    /** Gives a file a second name, if the file system can. */
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

    /** Returns the files that were moved aside here, the oldest first. */
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

    /** Returns the name of the database; its log may be all that is left of it. */
    private static Path withoutCompanion(Path file) {
        String name = file.getFileName().toString();
        for (String companion : COMPANIONS) {
            if (name.endsWith(companion)) {
                return file.resolveSibling(name.substring(0, name.length() - companion.length()));
            }
        }
        return file;
    }

    /** Clears the path for working on a copy of damaged files, and returns it. */
    public Path emptyWorkFile() throws IOException {
        Path work = sibling(".salvage");
        for (String suffix : List.of("-wal", "-shm", "-journal", "")) {
            Files.deleteIfExists(work.resolveSibling(work.getFileName() + suffix));
        }
        return work;
    }

    /**
     * Creates an empty file beside the database to write a copy into; it counts as a copy only
     * after {@link #publishCopy}.
     */
    public Path emptyCopy() throws IOException {
        Path part = sibling(PART);
        Files.deleteIfExists(part);
        new DatabaseFiles(part).prepare();
        return part;
    }

    /** Gives a complete copy the name that the next start looks for. */
    public void publishCopy(Path part) throws IOException {
        Files.move(part, copy(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives the finished copy the name of the journal too; an existing file there is moved aside,
     * never overwritten, unless the copy was made from it. The copy keeps its own name until {@link
     * #removeCopyName()}, so that another program that replaces the file at this moment does not
     * destroy the only copy.
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
            // Another program was quicker; the caller detects it and tries again.
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links. Any other cause makes this fail too.
            Files.move(copy(), path);
        }
    }

    /** Returns whether the finished copy is in the journal's place. */
    public boolean isCopyInPlace() throws IOException {
        return !Files.exists(copy()) || Files.exists(path) && Files.isSameFile(path, copy());
    }

    /** Removes the copy's own name. */
    public void removeCopyName() throws IOException {
        Files.deleteIfExists(copy());
    }

    /**
     * Completes the work of a process that ended while it rewrote the journal: a finished copy is
     * younger than the file in the journal's place.
     *
     * @return whether there was such a copy; files moved aside hold nothing further then
     */
    public boolean recoverCopy(Clock clock) throws IOException {
        Files.deleteIfExists(sibling(PART));
        emptyWorkFile();
        if (!Files.exists(copy())) {
            return false;
        }
        if (!Files.exists(path) || !Files.isSameFile(path, copy())) {
            putCopyInPlace(clock, false);
        }
        if (isCopyInPlace()) {
            removeCopyName();
        }
        return true;
    }

    /**
     * Lets other processes wait until {@link #endReplacing}: what they stored in the new file
     * meanwhile would be overwritten with what is rescued. A mark that a dead process left is
     * removed by the next start.
     */
    public void beginReplacing() {
        try {
            OwnerOnlyFile.create(sibling(PART));
        } catch (IOException e) {
            // Another process has begun, or the disk is full: they wait for the database then.
        }
    }

    /** Lets other processes use the new file. */
    public void endReplacing() {
        try {
            Files.deleteIfExists(sibling(PART));
        } catch (IOException e) {
            // The next start removes it; until then others wait for a moment.
        }
    }

    /** Returns whether a process is rewriting the journal, or ended while it did. */
    public boolean isBeingRewritten() {
        // In this order: the part becomes the copy.
        return Files.exists(sibling(PART)) || Files.exists(copy());
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
            // Nothing to move.
        }
    }

    private static void restrict(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return; // The target of a link was made by another program.
        }
        try {
            OwnerOnlyFile.restrict(file);
        } catch (NoSuchFileException e) {
            // SQLite creates a missing companion with the permissions of the database.
        }
    }

    private boolean posix() {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
