package dev.gateway.core.adapter;

import dev.gateway.core.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders for jars of the operator, such as {@code adapters} in a home. A missing folder counts
 * as empty.
 *
 * @param folders the folders in the order of their search
 * @param guarded whether a jar that other users can write to is refused
 */
public record AdapterFolders(List<Path> folders, boolean guarded) {

    /** The name of an adapters folder, in a home and beside {@code bin} of an installation. */
    public static final String NAME = "adapters";

    /** Copies the list. */
    public AdapterFolders {
        folders = List.copyOf(folders);
    }

    /**
     * Returns the folder of a home and that of the installation.
     *
     * @param installation the folder above {@code bin}; null if the program was not installed
     */
    public static AdapterFolders of(Path home, String installation) {
        return new AdapterFolders(
                Stream.of(home, installation == null ? null : Path.of(installation))
                        .filter(each -> each != null)
                        .map(each -> each.resolve(NAME))
                        .distinct()
                        .toList(),
                true);
    }

    /** Returns folders that a developer names to try the result of a build. */
    public static AdapterFolders named(List<Path> folders) {
        return new AdapterFolders(folders, false);
    }

    /** Returns no folder; adapters of the class path are found all the same. */
    public static AdapterFolders none() {
        return named(List.of());
    }

    /** Returns the place of the folders, for messages. */
    public String place() {
        return Stream.concat(folders.stream().map(Path::toString), Stream.of("$GATEWAY_CLASSPATH"))
                .collect(Collectors.joining(", "));
    }

    /**
     * Reads all jars. Jars with the same bytes count once.
     *
     * @param problems receives a problem for each jar that cannot be used
     */
    List<AdapterJar> read(List<ConfigProblem> problems) {
        List<AdapterJar> jars = new ArrayList<>();
        Set<String> sums = new HashSet<>();
        for (Path folder : folders) {
            for (Path file : files(folder, problems)) {
                read(file, problems).filter(jar -> sums.add(jar.sum())).ifPresent(jars::add);
            }
        }
        return jars;
    }

    private List<Path> files(Path folder, List<ConfigProblem> problems) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        Optional<ConfigProblem> distrusted = distrusted(folder);
        if (distrusted.isPresent()) {
            problems.add(distrusted.get());
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "[!.]*.jar")) {
            all.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(
                    problem(
                            folder,
                            "cannot be listed: " + reason(e),
                            "make it a folder that this user can read, or remove it"));
        }
        files.sort(null);
        return files;
    }

    private Optional<ConfigProblem> distrusted(Path file) {
        return guarded ? FolderTrust.problem(file) : Optional.empty();
    }

    private Optional<AdapterJar> read(Path file, List<ConfigProblem> problems) {
        Optional<ConfigProblem> distrusted = distrusted(file);
        if (distrusted.isPresent()) {
            problems.add(distrusted.get());
            return Optional.empty();
        }
        try {
            return Optional.of(AdapterJar.read(file));
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                problems.add(
                        problem(file, "is a link that leads nowhere", "correct it, or remove it"));
            }
            return Optional.empty(); // Otherwise it was removed a moment ago.
        } catch (IOException | RuntimeException e) {
            problems.add(
                    problem(
                            file,
                            "cannot be read as a jar: " + reason(e),
                            "copy it here again, or remove it"));
            return Optional.empty();
        }
    }

    private static String reason(Exception e) {
        String told =
                e instanceof FileSystemException named && named.getReason() != null
                        ? named.getReason()
                        : e instanceof AccessDeniedException
                                ? "permission denied"
                                : String.valueOf(e.getMessage());
        return OneLineText.of(told);
    }

    static ConfigProblem problem(Path file, String message, String remedy) {
        return new ConfigProblem(Optional.empty(), file.toString(), message, remedy);
    }
}
