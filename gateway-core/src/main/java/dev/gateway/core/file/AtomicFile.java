package dev.gateway.core.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes small files so that a reader sees the old content or the new one, never a half of either,
 * whatever dies in between: a temporary file of fixed name beside it, then rename. One writer at a
 * time (whoever holds the lock that guards the file); a temporary file that a crash left is simply
 * overwritten by the next write.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Replaces {@code file}, mode 0600. A symbolic link in its place is replaced, not followed.
     *
     * @param durable whether it must survive a power loss right after (fsync of file and folder)
     * @throws IOException if it could not be written; the old content is then untouched
     */
    public static void write(Path file, byte[] content, boolean durable) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        OwnerOnlyFile.create(temporary);
        // A stream, not a channel: a channel fails when its thread is interrupted to hurry a stop.
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(content);
            if (durable) {
                out.getFD().sync();
            }
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        if (durable) {
            syncFolder(file.toAbsolutePath().getParent());
        }
    }

    /** Makes the entries of a folder survive a power loss; where a system cannot, it is skipped. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every file system lets a folder be opened; the rename itself has happened.
        }
    }
}
