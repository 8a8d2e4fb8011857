package dev.gateway.it.examples;

import dev.gateway.it.fixture.FileTrees;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A project outside the build, in a folder of its own, with a local repository that holds the
 * results of {@code mvn install}; everything else comes from the machine's repository, without a
 * network. Built by a Maven 3.8 that the build unpacks.
 */
final class ExternalMavenProject {

    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String VERSION = System.getProperty("gateway.version");

    private static final String SETTINGS =
            """
            <settings><mirrors><mirror>
              <id>machine</id><mirrorOf>*</mirrorOf><url>%s</url>
            </mirror></mirrors></settings>
            """;

    private final Path folder;

    private ExternalMavenProject(Path folder) {
        this.folder = folder;
    }

    /** Copies the sources of a project. */
    static ExternalMavenProject copyOf(Path sources, Path folder) throws IOException {
        Path project = folder.resolve("project");
        FileTrees.copy(
                sources,
                project,
                name -> !name.startsWith("target"),
                (file, copy) -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
        return new ExternalMavenProject(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Installs a module as {@code mvn install} does. */
    void install(String module) throws IOException {
        Path sources = Path.of("..").resolve(module).normalize();
        String artifact = module.isEmpty() ? "gateway" : module;
        Path place = folder.resolve("repository/dev/gateway").resolve(artifact).resolve(VERSION);
        String name = artifact + "-" + VERSION;
        Path flat = sources.resolve(".flattened-pom.xml");
        copy(Files.exists(flat) ? flat : sources.resolve("pom.xml"), place.resolve(name + ".pom"));
        if (!module.isEmpty()) {
            copy(sources.resolve("target").resolve(name + ".jar"), place.resolve(name + ".jar"));
        }
    }

    /** Runs Maven in the project. */
    CommandResult maven(ProcessScope scope, String... goals) throws Exception {
        Path settings = folder.resolve("settings.xml");
        String machine = Path.of(System.getProperty("machine.repository")).toUri().toString();
        Files.writeString(settings, SETTINGS.formatted(machine));
        List<String> options =
                List.of(
                        "-B",
                        "-s",
                        settings.toString(),
                        "-Dmaven.repo.local=" + folder.resolve("repository"),
                        "-Dgateway.version=" + VERSION);
        Path maven = Path.of(System.getProperty("maven-3.8.home"), "bin", "mvn").toAbsolutePath();
        return GatewayCommandLine.of(scope, Path.of("/bin/sh"))
                .inDirectory(folder.resolve("project"))
                .withEnv("JAVA_HOME", System.getProperty("java.home"))
                .withoutEnv("MAVEN_OPTS")
                .withoutEnv("MAVEN_ARGS")
                .start(
                        Stream.of(Stream.of(maven.toString()), options.stream(), Stream.of(goals))
                                .flatMap(each -> each)
                                .toArray(String[]::new))
                .awaitResult(LIMIT);
    }

    /** Returns the folder with the results. */
    Path target() {
        return folder.resolve("project/target");
    }
}
