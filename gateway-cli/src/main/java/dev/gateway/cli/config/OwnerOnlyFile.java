package dev.gateway.cli.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file of mode 0600 that appears complete or not at all. A process that dies on the way leaves at
 * most a hidden temporary file beside it.
 */
final class OwnerOnlyFile {

    private final Path path;

    OwnerOnlyFile(Path path) {
        this.path = path;
    }

    /**
     * Creates the file.
     *
     * @throws FileAlreadyExistsException if there is something of that name, which stays as it is
     */
    void create(String text) throws IOException {
        Path temporary = temporary(text);
        try {
            link(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Creates the file or replaces it; not if it is a folder. */
    void replace(String text) throws IOException {
        Path temporary = temporary(text);
        try {
            Files.move(
                    temporary,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Of several that create the same file at once, link(2) lets exactly one succeed. */
    private void link(Path temporary) throws IOException {
        try {
            Files.createLink(path, temporary);
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, path);
        }
    }

    private Path temporary(String text) throws IOException {
        Path temporary =
                Files.createTempFile(
                        path.getParent(),
                        "." + path.getFileName(),
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }
}
