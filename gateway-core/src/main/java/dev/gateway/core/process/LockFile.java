package dev.gateway.core.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the empty file that a lock is put on. */
final class LockFile {

    private LockFile() {}

    static void createIfMissing(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(
                    file.toString(), null, "is a symbolic link; a lock file must be a plain file");
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(
                    file.toString(), null, "is a directory; a lock file must be a plain file");
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another starter made it: the same file for both.
        }
    }
}
