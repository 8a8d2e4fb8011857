package dev.gateway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation of which each jar, libraries included, holds the file that is looked for. */
class ServiceJarsTest {

    private static final String SERVICE = "META-INF/services/example.Service";

    @TempDir Path folder;

    @Test
    void ourOwnJarsOfThisVersionAreLookedIntoAndNoLibrary() throws Exception {
        Path program = jar("gateway-cli-1.2.jar");
        Path adapters = jar("gateway-adapters-1.2.jar");
        jar("gateway-adapters-1.1.jar");
        jar("picocli-4.7.7.jar");

        assertThat(found(program, program.toString())).containsExactly(url(adapters));
    }

    @Test
    void whatTheUserAddedComesAfterOurOwn() throws Exception {
        Path program = jar("gateway-cli-1.2.jar");
        Path adapters = jar("gateway-adapters-1.2.jar");
        Path mine = jar("mine.jar");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Files.createDirectories(classes.resolve(SERVICE).getParent());
        Files.writeString(classes.resolve(SERVICE), "example.Mine");

        String classPath =
                String.join(
                        File.pathSeparator,
                        program.toString(),
                        mine.toString(),
                        "",
                        folder.resolve("missing.jar").toString(),
                        classes.toString(),
                        adapters.toString());

        assertThat(found(program, classPath))
                .containsExactly(url(adapters), url(mine), classes.toUri().toURL() + SERVICE);
    }

    @Test
    void withoutAnInstallationThereAreNone() {
        assertThat(ServiceJars.ofThisProcess()).isEmpty();
    }

    private List<String> found(Path program, String classPath) throws IOException {
        return new ServiceJars(program, classPath)
                .named(SERVICE).stream().map(URL::toString).toList();
    }

    private static String url(Path jar) throws IOException {
        return "jar:" + jar.toUri().toURL() + "!/" + SERVICE;
    }

    private Path jar(String name) throws IOException {
        Path file = folder.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new JarEntry(SERVICE));
            out.write("example.Provider".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
