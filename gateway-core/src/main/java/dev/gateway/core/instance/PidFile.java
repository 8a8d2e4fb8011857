package dev.gateway.core.instance;

import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.file.UntrustedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code gateway.pid}. Published by rename, so that no reader ever sees an empty or partial file.
 * Only the holder of the instance lock writes or removes it; that makes the ownership check and the
 * removal atomic among gateways. Every process may read it, which changes nothing.
 */
public final class PidFile {

    /** The size limit; a gateway's own records are below 4 KiB. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;

    /** Creates an accessor of the PID file of {@code home}. */
    public PidFile(GatewayHome home) {
        this.file = home.pidFile();
    }

    /** The result of reading the file. */
    public sealed interface Content {

        /** No file. */
        record Absent() implements Content {}

        /** A record. */
        record Readable(PidRecord record) implements Content {}

        /** Other content; {@code damage} describes it, as in "an empty file". */
        record Damaged(String damage) implements Content {}
    }

    /** Returns the path of the file. */
    public Path path() {
        return file;
    }

    /** Reads the file, whatever its content, and never follows a symbolic link. */
    public Content read() {
        if (Files.isSymbolicLink(file)) {
            return new Content.Damaged("a symbolic link");
        }
        if (Files.isDirectory(file)) {
            return new Content.Damaged("a directory");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            return new Content.Damaged(
                    "not a plain file"); // Opening a pipe would block the reader.
        }
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length == 0) {
                return new Content.Damaged("an empty file");
            }
            if (content.length > MAX_BYTES) {
                return new Content.Damaged("larger than " + MAX_BYTES / 1024 + " KiB");
            }
            return PidRecordJson.read(content)
                    .<Content>map(Content.Readable::new)
                    .orElseGet(() -> new Content.Damaged("not a PID record"));
        } catch (NoSuchFileException e) {
            return new Content.Absent();
        } catch (IOException e) {
            return new Content.Damaged("unreadable: " + e.getMessage());
        }
    }

    /**
     * Writes a record, replacing any file or link at the path. The caller must hold the lock.
     *
     * @throws IOException if it cannot be written, or the path is a directory; the file is
     *     unchanged then
     */
    public void publish(PidRecord record) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "is a directory where the PID file belongs; move it away");
        }
        // Not forced to the disk: after a power failure the record is from another boot, whether
        // complete or not.
        AtomicFile.write(file, PidRecordJson.write(record), false);
    }

    /** Returns whether the file holds exactly this record. */
    public boolean holds(PidRecord record) {
        return read() instanceof Content.Readable readable && readable.record().equals(record);
    }

    /**
     * Removes the file if it still describes this process. The caller must hold the lock.
     *
     * @return whether it was removed
     * @throws IOException if it is ours and cannot be removed
     */
    public boolean removeIfOurs(PidRecord ours) throws IOException {
        Optional<PidRecord> found =
                read() instanceof Content.Readable readable
                        ? Optional.of(readable.record())
                        : Optional.empty();
        boolean isOurs =
                found.filter(record -> record.process().equals(ours.process())).isPresent();
        return isOurs && Files.deleteIfExists(file);
    }
}
