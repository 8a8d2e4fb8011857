package dev.gateway.core.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builder of jars with providers of {@link java.util.function.Supplier}, compiled from sources. */
final class ProviderJarBuilder {

    private static final String SERVICE = "META-INF/services/java.util.function.Supplier";

    private final Path folder;

    ProviderJarBuilder(Path folder) {
        this.folder = folder;
    }

    /** Returns the source of a provider that supplies a text. */
    static String supplying(String text) {
        return "implements java.util.function.Supplier<String> { public String get() { return %s; }"
                .formatted(text);
    }

    /**
     * Writes a jar that names {@code provider} and contains the classes of these bodies, by name.
     */
    Path write(Path jar, String provider, Map<String, String> bodies) throws IOException {
        Path work = Files.createTempDirectory(folder, "classes-");
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", "" + work));
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            Path source = work.resolve(body.getKey() + ".java");
            Files.writeString(
                    source, "public class " + body.getKey() + " " + body.getValue() + " }");
            arguments.add(source.toString());
        }
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new IllegalArgumentException("does not compile: " + bodies);
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> classes = Files.list(work)) {
            out.putNextEntry(new JarEntry(SERVICE));
            out.write((provider + "  # the one\n").getBytes());
            for (Path file : classes.filter(each -> each.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(file.getFileName().toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
