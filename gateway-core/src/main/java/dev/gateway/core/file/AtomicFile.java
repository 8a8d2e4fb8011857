package dev.gateway.core.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Atomic replacement of small files: a reader sees the old content or the new one, never a part of
 * either, whichever process dies meanwhile. The content goes to a temporary file of fixed name
 * beside the file, which is then renamed. Allows one writer at a time, the holder of the lock that
 * guards the file. The next write replaces a temporary file that a crash left.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Replaces {@code file}, mode 0600. A symbolic link in its place is replaced, not followed.
     *
     * @param durable whether the content must survive a power loss right after (fsync of file and
     *     folder)
     * @throws IOException if it could not be written; the old content is then untouched
     */
    public static void write(Path file, byte[] content, boolean durable) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        OwnerOnlyFile.create(temporary);
        // A stream: a channel fails when its thread is interrupted to shorten a stop.
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

    /** Makes the entries of a folder survive a power loss; does nothing where the system cannot. */
    public static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every file system lets a folder be opened; the rename itself has happened.
        }
    }
}
