package dev.gateway.core.process;

import dev.gateway.core.file.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The creation of the empty file that a lock is put on. */
final class LockFile {

    private LockFile() {}

    static void createIfMissing(Path file) throws IOException {
        if (exists(file)) {
            return;
        }
        OwnerOnlyFile.createIfMissing(file);
        exists(file); // Another process may have created it: the same file for both.
    }

    /**
     * Returns whether the file exists. Refuses a pipe, whose opening would block until another
     * process reads it, and a link, which could lead anywhere.
     */
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
