package dev.gateway.it.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Java sources of the project's modules. Build output, which other tests change, is left out.
 */
final class ProjectSources {

    private static final Path PROJECT = Path.of("..");

    private ProjectSources() {}

    /** Returns the main sources of all modules, in order. */
    static List<Path> main() throws IOException {
        return below("src/main/java");
    }

    /** Returns the test sources of all modules, in order. */
    static List<Path> test() throws IOException {
        return below("src/test/java");
    }

    private static List<Path> below(String folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path module : modules.map(one -> one.resolve(folder)).sorted().toList()) {
                if (Files.isDirectory(module)) {
                    try (Stream<Path> files = Files.walk(module)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .sorted()
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }
}
