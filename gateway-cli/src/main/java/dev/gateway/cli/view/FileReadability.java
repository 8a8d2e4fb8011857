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

/** Tells a file that is not there from one that cannot be looked at. */
final class FileReadability {

    private FileReadability() {}

    /**
     * Checks that a file can be read, or is not there.
     *
     * @throws AccessDeniedException if it may not be read, or may not even be looked for
     * @throws IOException if something else has its name, or its folder's
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
