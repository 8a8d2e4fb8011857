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
 * {@code gateway.pid}. Published by rename, so no reader ever sees an empty or a half one. Only the
 * holder of the instance lock writes or removes it; that makes "is it still ours" and "remove it"
 * one step for everybody who keeps to the lock. Reading is open to all and changes nothing.
 */
public final class PidFile {

    /** Ours are below 4 KiB; whatever is larger than this is none. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;

    /** The PID file of {@code home}. */
    public PidFile(GatewayHome home) {
        this.file = home.pidFile();
    }

    /** What a reader finds. */
    public sealed interface Content {

        /** No file. */
        record Absent() implements Content {}

        /** A record. */
        record Readable(PidRecord record) implements Content {}

        /** Something else; {@code damage} says what, as in "an empty file". */
        record Damaged(String damage) implements Content {}
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Reads it, survives whatever is there, never follows a symbolic link. */
    public Content read() {
        if (Files.isSymbolicLink(file)) {
            return new Content.Damaged("a symbolic link");
        }
        if (Files.isDirectory(file)) {
            return new Content.Damaged("a directory");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            return new Content.Damaged("not a plain file"); // a pipe would block the reader
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
     * Writes a record, replacing whatever file or link was there. Call it holding the lock.
     *
     * @throws IOException if it cannot be written, or a directory has its name; nothing is changed
     */
    public void publish(PidRecord record) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "is a directory where the PID file belongs; move it away");
        }
        // Not forced to the disk: after a power loss it is from another boot, whole or not.
        AtomicFile.write(file, PidRecordJson.write(record), false);
    }

    /** Whether it holds exactly this record. */
    public boolean holds(PidRecord record) {
        return read() instanceof Content.Readable readable && readable.record().equals(record);
    }

    /**
     * Removes it if it is still about this process. Call it holding the lock.
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
