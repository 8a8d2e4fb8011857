package dev.gateway.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creation of files that only their owner may read and write (mode 0600). On a file system without
 * modes the files get its default permissions.
 */
public final class OwnerOnlyFile {

    private static final Set<PosixFilePermission> MODE =
            PosixFilePermissions.fromString("rw-------");

    private OwnerOnlyFile() {}

    /**
     * Creates an empty file.
     *
     * @throws FileAlreadyExistsException if the name is taken
     */
    public static Path create(Path file) throws IOException {
        return Files.createFile(file, mode(file));
    }

    /** Creates an empty file unless the name is taken. */
    public static void createIfMissing(Path file) throws IOException {
        try {
            create(file);
        } catch (FileAlreadyExistsException e) {
            // Another process that shares the file was quicker.
        }
    }

    /** Opens a file and creates it if it is missing. */
    public static FileChannel open(Path file, Set<? extends OpenOption> options)
            throws IOException {
        return FileChannel.open(file, options, mode(file));
    }

    /** Sets the mode of an existing file. */
    public static void restrict(Path file) throws IOException {
        if (!Files.getPosixFilePermissions(file).equals(MODE)) {
            Files.setPosixFilePermissions(file, MODE);
        }
    }

    /**
     * Creates a file that appears with its whole text or not at all. A process that dies meanwhile
     * leaves at most a hidden temporary file beside it.
     *
     * @throws FileAlreadyExistsException if the name is taken; the existing file stays as it is
     */
    public static void create(Path file, String text) throws IOException {
        Path temporary = temporary(file, text);
        try {
            link(file, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Creates a file or replaces it as {@link #create(Path, String)} does; fails for a folder. */
    public static void replace(Path file, String text) throws IOException {
        Path temporary = temporary(file, text);
        try {
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Of several processes that create the same file at once, link(2) lets exactly one succeed. */
    private static void link(Path file, Path temporary) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, file);
        }
    }

    private static Path temporary(Path file, String text) throws IOException {
        Path temporary =
                Files.createTempFile(
                        file.getParent(), "." + file.getFileName(), ".tmp", mode(file));
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

    private static FileAttribute<?>[] mode(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE)}
                : new FileAttribute<?>[0];
    }
}
