package dev.gateway.core.adapter;

import dev.gateway.core.yaml.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A loader of services from the jars of the adapters folders and from the class path. Finds what
 * {@link java.util.ServiceLoader} finds, and goes on after each provider that cannot be used. Not
 * thread-safe; the providers it found are.
 */
public final class AdapterLoader {

    private final AdapterFolders folders;
    private final List<AdapterJar> jars;
    private final List<ConfigProblem> problems;
    private final ClassLoader classPath;
    private final ClassLoader loader;

    private AdapterLoader(
            AdapterFolders folders,
            List<AdapterJar> jars,
            List<ConfigProblem> problems,
            ClassLoader classPath) {
        this.folders = folders;
        this.jars = jars;
        this.problems = problems;
        this.classPath = classPath;
        this.loader = jars.isEmpty() ? classPath : new JarClassLoader(jars, classPath);
    }

    /**
     * A provider and its origin.
     *
     * @param provider the object
     * @param name the name that identifies it
     * @param origin a jar, or a folder of the class path
     */
    public record Found<S>(S provider, String name, Path origin) {}

    /** Reads the jars in their present state. */
    public static AdapterLoader in(AdapterFolders folders) {
        List<ConfigProblem> problems = new ArrayList<>();
        return new AdapterLoader(
                folders, folders.read(problems), problems, AdapterLoader.class.getClassLoader());
    }

    /** Returns the folders of the jars. */
    public AdapterFolders folders() {
        return folders;
    }

    /** Returns the jars of the folders and a checksum of each. */
    public Map<Path, String> jars() {
        Map<Path, String> sums = new LinkedHashMap<>();
        jars.forEach(jar -> sums.put(jar.file(), jar.sum()));
        return Collections.unmodifiableMap(sums);
    }

    /** Returns the problems with the jars that are known so far. */
    public List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    /** Returns the loader of the classes of the folders and of the class path. */
    public ClassLoader classLoader() {
        return loader;
    }

    /**
     * Creates the providers of a service, those of the class path first. Of two with one name the
     * first counts, and the second is a problem.
     *
     * @param name returns the name of a provider, for instance the type of a platform
     */
    public <S> List<Found<S>> find(Class<S> service, Function<S, String> name) {
        Map<String, Found<S>> found = new LinkedHashMap<>();
        for (ProviderCandidate candidate : candidates(service)) {
            candidate
                    .make(service, name, loader, problems)
                    .ifPresent(
                            made -> {
                                Found<S> other = found.putIfAbsent(made.name(), made);
                                if (other != null && !areOne(made.origin(), other.origin())) {
                                    problems.add(clash(made, other));
                                }
                            });
        }
        return List.copyOf(found.values());
    }

    /**
     * Returns whether both are the same jar, which can lie in a folder and be named on the class
     * path as well.
     */
    private static boolean areOne(Path jar, Path other) {
        try {
            return Files.isRegularFile(other) && Files.mismatch(jar, other) == -1;
        } catch (IOException e) {
            return false;
        }
    }

    private static ConfigProblem clash(Found<?> second, Found<?> first) {
        return AdapterFolders.problem(
                second.origin(),
                "brings '%s', and so does %s".formatted(second.name(), first.origin()),
                "remove one of the two");
    }

    private List<ProviderCandidate> candidates(Class<?> service) {
        List<ProviderCandidate> all = new ArrayList<>();
        String file = "META-INF/services/" + service.getName();
        try {
            // Opens every jar of the class path. It takes a twentieth of a start, but a process
            // whose installation is replaced while it runs reads its classes from what is open.
            for (URL url : Collections.list(classPath.getResources(file))) {
                Path origin = origin(url, file);
                names(url).forEach(name -> all.add(new ProviderCandidate(name, origin)));
            }
        } catch (IOException e) {
            problems.add(
                    AdapterFolders.problem(
                            Path.of(file),
                            "cannot be read on the class path: "
                                    + OneLineText.of("" + e.getMessage()),
                            "correct $GATEWAY_CLASSPATH"));
        }
        for (AdapterJar jar : jars) {
            jar.providers(service)
                    .forEach(name -> all.add(new ProviderCandidate(name, jar.file())));
        }
        return all;
    }

    private static List<String> names(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return ProviderNames.in(in.readAllBytes());
        }
    }

    /** Returns the jar or folder that holds {@code file}. */
    private static Path origin(URL url, String file) {
        String text = url.toString();
        String above = text.substring(0, text.length() - file.length());
        if (above.startsWith("jar:")) {
            above = above.substring("jar:".length(), above.length() - "!/".length());
        }
        try {
            return Path.of(URI.create(above));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Path.of(above);
        }
    }
}
