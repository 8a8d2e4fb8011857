package dev.gateway.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The home of this Java by a path that stays valid. A JVM knows only the target of links, a folder
 * that the next update of Java may remove; a service outlives that.
 */
final class StableJavaHome {

    /** Links beside the version folders that always lead to an installed version. */
    private static final List<String> STABLE =
            List.of("default-java", "default", "current", "latest");

    private StableJavaHome() {}

    /**
     * Returns a path that leads to {@code home}: from JAVA_HOME or PATH, or by a link beside it;
     * else {@code home}.
     */
    static Path of(Path home, UnaryOperator<String> environment) {
        String path = environment.apply("PATH");
        Stream<Path> onPath =
                Stream.of((path == null ? "" : path).split(":"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(folder -> Path.of(folder, "java"))
                        .filter(Files::isExecutable)
                        .limit(1)
                        .flatMap(StableJavaHome::homeAlongLinks);
        Stream<Path> beside =
                Optional.ofNullable(home.getParent()).stream()
                        .flatMap(parent -> STABLE.stream().map(parent::resolve));
        return Stream.of(
                        Stream.ofNullable(environment.apply("JAVA_HOME"))
                                .filter(named -> named.startsWith("/"))
                                .map(Path::of),
                        onPath.filter(found -> !found.equals(home)),
                        beside)
                .flatMap(found -> found)
                .filter(found -> isSame(found, home))
                .findFirst()
                .orElse(home);
    }

    /** Follows links to one in a Java's home, as {@code …/current/bin/java}; returns that home. */
    private static Stream<Path> homeAlongLinks(Path java) {
        Path file = java;
        for (int hops = 0; hops < 40; hops++) {
            Path home = file.getParent() == null ? null : file.getParent().getParent();
            if (home != null && Files.isRegularFile(home.resolve("release"))) {
                return Stream.of(home);
            }
            try {
                file = file.resolveSibling(Files.readSymbolicLink(file));
            } catch (IOException | UnsupportedOperationException e) {
                return Stream.empty(); // not a link
            }
        }
        return Stream.empty();
    }

    private static boolean isSame(Path found, Path home) {
        try {
            return Files.isSameFile(found, home);
        } catch (IOException e) {
            return false;
        }
    }
}
