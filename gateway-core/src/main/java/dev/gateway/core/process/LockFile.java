package dev.gateway.core.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the empty file that a lock is put on. */
final class LockFile {

    private LockFile() {}

    static void createIfMissing(Path file) throws IOException {
        if (exists(file)) {
            return;
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            exists(file); // another starter made it: the same file for both
        }
    }

    /** Opening a pipe would block until somebody reads it, and a link could lead anywhere. */
    private static boolean exists(Path file) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "is " + kind(attributes) + "; a lock file must be a plain file");
        }
        return true;
    }

    private static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a symbolic link";
        }
        return attributes.isDirectory() ? "a directory" : "a pipe, socket or device";
    }
}
