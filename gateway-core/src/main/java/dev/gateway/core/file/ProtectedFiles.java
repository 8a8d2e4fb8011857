package dev.gateway.core.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that this process must not open by a name that came from outside. POSIX locks belong to
 * the process: closing any descriptor of a locked file drops its lock, even a descriptor that was
 * opened by a hard link or only for reading. The state is static for the same reason. Thread-safe.
 */
public final class ProtectedFiles {

    private static final List<String> DATABASE_SUFFIXES = List.of("", "-wal", "-shm", "-journal");

    /**
     * Keys of files that this process keeps open for their locks, so that no other file can have
     * one of these keys.
     */
    private static final Set<Object> LOCKED = ConcurrentHashMap.newKeySet();

    /** SQLite databases that are open in this process, each with the number of its connections. */
    private static final Map<Path, Integer> DATABASES = new ConcurrentHashMap<>();

    /** Homes of this process, each with its folder of attachments. */
    private static final Map<Path, Path> HOMES = new ConcurrentHashMap<>();

    private ProtectedFiles() {}

    /** Protects a file that this process locks; {@code key} is its {@code fileKey}. */
    public static void addLocked(Object key) {
        LOCKED.add(key);
    }

    /**
     * Ends {@link #addLocked} after the file is closed, since another file may then get its number.
     */
    public static void removeLocked(Object key) {
        LOCKED.remove(key);
    }

    /**
     * Protects a SQLite database and its companions for one more connection. The companions are the
     * files that have their names at the time of a check.
     */
    public static void addDatabase(Path file) {
        DATABASES.merge(file.toAbsolutePath(), 1, Integer::sum);
    }

    /** Ends one {@link #addDatabase} after its connection is closed. */
    public static void removeDatabase(Path file) {
        DATABASES.computeIfPresent(
                file.toAbsolutePath(), (key, open) -> open == 1 ? null : open - 1);
    }

    /** Protects everything in a home except the files below {@code media}. */
    public static void addHome(Path home, Path media) {
        HOMES.put(home.toAbsolutePath(), media.toAbsolutePath());
    }

    /** Ends {@link #addHome}. */
    public static void removeHome(Path home) {
        HOMES.remove(home.toAbsolutePath());
    }

    static Set<Object> locked() {
        return Set.copyOf(LOCKED);
    }

    /** Returns whether this process has, or may have, a lock on the file with this key. */
    static boolean hasLocks(Object key) {
        return LOCKED.contains(key)
                || DATABASES.keySet().stream()
                        .flatMap(
                                database ->
                                        DATABASE_SUFFIXES.stream()
                                                .map(
                                                        suffix ->
                                                                database.resolveSibling(
                                                                        database.getFileName()
                                                                                + suffix)))
                        .anyMatch(file -> key.equals(key(file).orElse(null)));
    }

    /**
     * Returns whether a file is part of a home of this process.
     *
     * @param real the path without links
     * @param linked whether the file has more than one name, so that its path alone proves nothing
     */
    static boolean isInHome(Path real, Object key, boolean linked) {
        return HOMES.entrySet().stream()
                .anyMatch(
                        home -> {
                            Path folder = real(home.getKey());
                            Path media = real(home.getValue());
                            return real.startsWith(folder) && !real.startsWith(media)
                                    || linked && holds(folder, media, key);
                        });
    }

    private static boolean holds(Path folder, Path media, Object key) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                boolean found =
                        Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                                ? !file.equals(media) && holds(file, media, key)
                                : key.equals(key(file).orElse(null));
                if (found) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return true; // The folder cannot be read: no proof that it is another file.
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    static Optional<Object> key(Path file, LinkOption... options) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class, options).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
