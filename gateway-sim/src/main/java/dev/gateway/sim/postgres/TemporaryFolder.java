package dev.gateway.sim.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Copying and deleting of folders whose files may vanish meanwhile. */
final class TemporaryFolder {

    private TemporaryFolder() {}

    /** Deletes the folder with all that is in it; does nothing if there is none. */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new Deletion());
    }

    /** Deletes all that is in the folder. */
    static void clear(Path folder) throws IOException {
        delete(folder);
        Files.createDirectory(folder);
    }

    /** Copies the folder, but for files that are deleted while it does so. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new Copy(from, to));
    }

    private abstract static class Walk extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    private static final class Deletion extends Walk {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Copy extends Walk {

        private final Path from;
        private final Path to;

        Copy(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            try {
                Files.copy(file, to.resolve(from.relativize(file)));
            } catch (NoSuchFileException e) {
                // Deleted meanwhile.
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
