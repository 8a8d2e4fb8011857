package dev.gateway.cli.view;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A check that distinguishes a missing file from an unreadable one. */
final class FileReadability {

    private FileReadability() {}

    /**
     * Checks that a file is readable or does not exist.
     *
     * @throws AccessDeniedException if the file or its folder may not be read
     * @throws IOException if the file is a folder, or its folder is a file
     */
    static void check(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new NotDirectoryException(file.getParent().toString());
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }
}
