package dev.gateway.it.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A file of an archive or a folder.
 *
 * @param kind file, folder or link
 * @param mode the mode as {@code ls} shows it
 * @param content the checksum of a file, the target of a link
 */
record UnpackedFileEntry(String kind, String mode, String content) {

    /** Returns everything below a folder by its name. */
    static SortedMap<String, UnpackedFileEntry> below(Path folder) throws IOException {
        SortedMap<String, UnpackedFileEntry> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                add(files, folder, entry);
            }
        }
        return files;
    }

    /**
     * Returns the same for a distribution in use, without the class archive that its first start
     * creates.
     */
    static SortedMap<String, UnpackedFileEntry> ofDistribution(Path folder) throws IOException {
        SortedMap<String, UnpackedFileEntry> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(one -> !one.endsWith("cds")).toList()) {
                add(files, folder, entry);
            }
        }
        return files;
    }

    private static void add(SortedMap<String, UnpackedFileEntry> files, Path folder, Path entry)
            throws IOException {
        try (Stream<Path> walk = Files.walk(entry)) {
            for (Path path : walk.toList()) {
                files.put(folder.relativize(path).toString(), of(path));
            }
        }
    }

    private static UnpackedFileEntry of(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return new UnpackedFileEntry("link", "", Files.readSymbolicLink(path).toString());
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (Files.isDirectory(path)) {
            return new UnpackedFileEntry("folder", mode, "");
        }
        var sum = new CRC32();
        sum.update(Files.readAllBytes(path));
        return new UnpackedFileEntry("file", mode, Long.toHexString(sum.getValue()));
    }
}
