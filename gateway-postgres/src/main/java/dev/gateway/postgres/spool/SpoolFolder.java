package dev.gateway.postgres.spool;

import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.file.UntrustedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of spool files, mode 0700 with files of mode 0600. A file appears whole and synced to
 * the disk, or not at all; names count upwards, so that messages keep their order. Several
 * processes of a home may use it at a time. Thread-safe.
 */
final class SpoolFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
    private static final Pattern NAME = Pattern.compile("(\\d{12})-[0-9a-f]{8}\\.batch");
    private static final Pattern UNFINISHED =
            Pattern.compile("(\\d{12}-[0-9a-f]{8}\\.batch)\\.tmp");
    private static final String DAMAGED = ".damaged";

    /** The age from which an unfinished file is no other process's any more. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Path folder;
    private final SpoolCodec codec;
    private final AtomicLong last = new AtomicLong(-1);

    /** The files that were named in the log. */
    private final Set<Path> ofLaterFormat = ConcurrentHashMap.newKeySet();

    SpoolFolder(Path folder, SpoolCodec codec) {
        this.folder = folder;
        this.codec = codec;
    }

    /** Writes a batch; it is on the disk when this returns. */
    Path write(SpooledBatch batch) throws IOException {
        create();
        Path file = folder.resolve(name());
        try {
            AtomicFile.write(file, codec.write(batch), true);
        } catch (NoSuchFileException e) {
            if (!Files.exists(file)) {
                throw e;
            }
            // Another process of this home has seen it whole and has given it its name.
        }
        return file;
    }

    private void create() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (UnsupportedOperationException e) {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        AtomicFile.syncFolder(folder.getParent());
    }

    private String name() throws IOException {
        if (last.get() < 0) {
            last.compareAndSet(-1, highest());
        }
        return "%012d-%s.batch"
                .formatted(last.incrementAndGet(), UUID.randomUUID().toString().substring(0, 8));
    }

    private long highest() throws IOException {
        long highest = 0;
        for (Path file : all()) {
            Matcher matcher = NAME.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                highest = Math.max(highest, Long.parseLong(matcher.group(1)));
            }
        }
        return highest;
    }

    /** Returns the files of batches, the oldest first; empty if there is no folder. */
    List<Path> files() throws IOException {
        List<Path> batches = new ArrayList<>();
        for (Path file : all()) {
            String name = file.getFileName().toString();
            Matcher unfinished = UNFINISHED.matcher(name);
            if (NAME.matcher(name).matches()) {
                batches.add(file);
            } else if (unfinished.matches()) {
                adopt(file, unfinished.group(1)).ifPresent(batches::add);
            }
        }
        batches.sort(null);
        return batches;
    }

    private List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return files;
    }

    /**
     * Gives a file its name that a process has written to its end before it was killed; deletes one
     * that it has not, once no process can be writing it.
     */
    private Optional<Path> adopt(Path unfinished, String name) throws IOException {
        try {
            codec.read(bytes(unfinished));
            Path file = folder.resolve(name);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(file);
        } catch (DamagedSpoolFileException e) {
            if (isAbandoned(unfinished)) {
                Files.deleteIfExists(unfinished);
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Its process has finished it.
        } catch (LaterSpoolFormatException e) {
            return Optional.empty(); // Whether it is whole only its version can tell.
        }
    }

    private static boolean isAbandoned(Path file) throws IOException {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        return changed.isBefore(Instant.now().minus(ABANDONED));
    }

    /**
     * Reads a batch; one that is damaged is set aside, one of a later version stays for it, and
     * empty is returned.
     */
    Optional<SpooledBatch> read(Path file) throws IOException {
        try {
            return Optional.of(codec.read(bytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Another process of this home has stored it.
        } catch (LaterSpoolFormatException e) {
            if (ofLaterFormat.add(file)) {
                LOG.warn("{} waits for the later version of the gateway that wrote it.", file);
            }
            return Optional.empty();
        } catch (DamagedSpoolFileException e) {
            Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.error(
                    "{} is damaged: {}. It is kept as {}; look whether messages in it are to be"
                            + " answered by hand, then delete it.",
                    file,
                    e.getMessage(),
                    aside.getFileName());
            return Optional.empty();
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            return in.readAllBytes();
        }
    }

    /** Deletes a batch that is stored. */
    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is stored and cannot be deleted: {}", file, e.getMessage());
        }
    }
}
