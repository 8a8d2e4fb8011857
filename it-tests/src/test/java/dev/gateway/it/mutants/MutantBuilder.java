package dev.gateway.it.mutants;

import dev.gateway.it.fixture.FileTrees;
import dev.gateway.sim.process.LauncherLocator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A builder of mutants: compiles the changed source and puts it into a copy of the distribution,
 * whose other files are those of the original. Production code contains no mutation.
 */
public final class MutantBuilder {

    private final Path folder;
    private final Path original = LauncherLocator.gateway();

    /** Creates a builder that works in this folder. */
    public MutantBuilder(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** Returns the class path of the tests. */
    static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Returns the gateway without a mutation. */
    GatewayUnderTest original() {
        return new GatewayUnderTest(Optional.empty(), original);
    }

    /** Builds the gateway with this mutation. */
    public GatewayUnderTest build(Mutation mutation) throws IOException {
        Path place = folder.resolve(mutation.slug());
        Path classes = compile(mutation, place);
        return new GatewayUnderTest(Optional.of(classes), distribution(mutation, place, classes));
    }

    private static Path compile(Mutation mutation, Path place) throws IOException {
        Path source = place.resolve("src/dev/gateway").resolve(mutation.source());
        Files.createDirectories(source.getParent());
        Files.writeString(source, mutation.mutated(Files.readString(mutation.file())));
        Path classes = Files.createDirectories(place.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var defects = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    defects,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-nowarn",
                                            "-cp",
                                            classPath(),
                                            "-d",
                                            classes.toString()),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            if (!compiled) {
                throw new AssertionError(
                        "Mutant \"" + mutation.name() + "\" does not compile:\n" + defects);
            }
        }
        return classes;
    }

    private Path distribution(Mutation mutation, Path place, Path classes) throws IOException {
        Path from = original.getParent().getParent();
        Path to = place.resolve("gateway");
        FileTrees.copy(
                from,
                to,
                name -> !name.startsWith("cds"),
                (file, copy) -> {
                    if (file.getFileName().toString().startsWith(mutation.module() + "-")) {
                        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                        change(copy, classes);
                    } else {
                        Files.createLink(copy, file);
                    }
                });
        // Without it there is no class archive, which would hold the original classes.
        Files.delete(to.resolve("lib/build-id"));
        return to.resolve("bin").resolve(original.getFileName());
    }

    private static void change(Path jar, Path classes) throws IOException {
        try (FileSystem zip =
                        FileSystems.newFileSystem(
                                URI.create("jar:" + jar.toUri()), Map.<String, Object>of());
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        zip.getPath(classes.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
