package dev.gateway.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The Java of this process by the name that the system keeps stable. A JVM knows only where the
 * links led to, a folder that the next update of Java may remove; a service outlives that.
 */
final class StableJavaHome {

    /** Links beside the folders of versions, which always lead to one of them. */
    private static final List<String> STABLE =
            List.of("default-java", "default", "current", "latest");

    private StableJavaHome() {}

    /**
     * Returns a folder that is {@code home} today: as JAVA_HOME or the PATH has it, or by a link
     * beside it; else itself.
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

    /** The first link that lies in a Java tells its name: {@code …/current/bin/java}. */
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
                return Stream.empty(); // no link any more
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
