package dev.gateway.cli.options;

import dev.gateway.core.adapter.AdapterLoader.ServiceFiles;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The jars of the class path that can provide services: those of this program, and those that the
 * user has added. Libraries of the program provide none; to open all thirty takes a tenth of a
 * start, and memory as long as the process lives.
 */
final class ServiceJars implements ServiceFiles {

    private static final String PROGRAM = "gateway-cli-";

    private final Path program;
    private final String classPath;

    /**
     * Describes an installation.
     *
     * @param program the jar that names the libraries in its manifest; its own lie beside it and
     *     have its version
     * @param classPath the entries that the JVM was given
     */
    ServiceJars(Path program, String classPath) {
        this.program = program;
        this.classPath = classPath;
    }

    /** Returns the jars of this process; empty if it runs without an installation. */
    static Optional<ServiceFiles> ofThisProcess() {
        String classPath = System.getProperty("java.class.path", "");
        Path first = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        String name = String.valueOf(first.getFileName());
        return name.startsWith(PROGRAM) && name.endsWith(".jar") && Files.isRegularFile(first)
                ? Optional.of(new ServiceJars(first, classPath))
                : Optional.empty();
    }

    @Override
    public List<URL> named(String name) throws IOException {
        Set<Path> jars = new LinkedHashSet<>(own());
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!entry.isEmpty() && !path.equals(program)) {
                jars.add(path);
            }
        }
        URL[] urls = new URL[jars.size()];
        int count = 0;
        for (Path jar : jars) {
            urls[count++] = jar.toUri().toURL();
        }
        try (var loader = new URLClassLoader(urls, null)) {
            return Collections.list(loader.findResources(name));
        }
    }

    private Set<Path> own() throws IOException {
        String version = program.getFileName().toString().substring(PROGRAM.length());
        Set<Path> own = new LinkedHashSet<>();
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(program.getParent(), "gateway-*-" + version)) {
            beside.forEach(own::add);
        }
        own.remove(program);
        return own;
    }
}
