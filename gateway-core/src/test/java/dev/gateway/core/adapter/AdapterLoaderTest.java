package dev.gateway.core.adapter;

import static dev.gateway.core.adapter.ProviderJarBuilder.supplying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gateway.core.adapter.AdapterLoader.Found;
import dev.gateway.core.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterLoaderTest {

    @TempDir Path temporary;

    private ProviderJarBuilder jars;
    private Path home;
    private Path folder;

    @BeforeEach
    void makeAHome() throws IOException {
        jars = new ProviderJarBuilder(temporary);
        home = Files.createDirectory(temporary.resolve("home"));
        chmod(home, "rwx------");
        folder = Files.createDirectory(home.resolve("adapters"));
    }

    @Test
    void aJarInAFolderOfTheHomeOrTheInstallationBringsItsProviders() throws IOException {
        Path installation = Files.createDirectory(temporary.resolve("gateway"));
        Files.createDirectory(installation.resolve("adapters"));
        Path mine = write(folder.resolve("mine.jar"), "Mine", supplying("\"mine\""));
        Path theirs =
                write(installation.resolve("adapters/a.jar"), "Theirs", supplying("\"theirs\""));

        AdapterLoader adapters =
                AdapterLoader.in(AdapterFolders.of(home, installation.toAbsolutePath().toString()));

        assertThat(found(adapters))
                .extracting(Found::name, Found::origin)
                .containsExactly(tuple("mine", mine), tuple("theirs", theirs));
        assertThat(adapters.problems()).isEmpty();
    }

    @Test
    void aJarThatIsReplacedDoesNoHarmToAProcessThatUsesIt() throws IOException {
        Path jar =
                jars.write(
                        folder.resolve("mine.jar"),
                        "Mine",
                        Map.of(
                                "Mine",
                                supplying("new Later().toString()"),
                                "Later",
                                "{ public String toString() { return \"loaded later\"; }"));
        List<Found<Supplier<?>>> found =
                AdapterLoader.in(AdapterFolders.of(home, null)).find(service(), any -> "mine");

        Files.writeString(jar, "half of another");

        assertThat(found.get(0).provider().get()).isEqualTo("loaded later");
    }

    @Test
    void aJarMayUseWhatLiesBesideIt() throws IOException {
        Path jar =
                jars.write(
                        folder.resolve("mine.jar"),
                        "Mine",
                        Map.of(
                                "Mine",
                                supplying("new Library().toString()"),
                                "Library",
                                "{ public String toString() { return \"from the library\"; }"));
        Map<String, byte[]> entries = AdapterJar.read(jar).entries();
        write(jar, without(entries, "Library.class"));
        write(folder.resolve("library.jar"), Map.of("Library.class", entries.get("Library.class")));

        assertThat(found(in(home))).extracting(Found::name).containsExactly("from the library");
    }

    @Test
    void whatIsNoJarIsAProblemThatNamesIt() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no zip");
        Path whole = write(folder.resolve("half.jar"), "Mine", supplying("\"mine\""));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
        Path nested = Files.createDirectory(folder.resolve("folder.jar"));
        Path lost = Files.createSymbolicLink(folder.resolve("lost.jar"), home.resolve("nowhere"));

        assertThat(in(home).problems())
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        text.toString(), whole.toString(), nested.toString(), lost.toString());
        assertThat(in(home).problems())
                .allSatisfy(problem -> assertThat(problem.oneLine()).doesNotContain("\n"));
    }

    @Test
    void aProviderThatThrowsAnErrorIsAProblemAndTheOthersAreFound() throws IOException {
        Path bad =
                write(
                        folder.resolve("bad.jar"),
                        "Bad",
                        supplying("\"\"")
                                + " public Bad() { throw new StackOverflowError(\"a\\nb\"); }");
        write(folder.resolve("good.jar"), "Good", supplying("\"good\""));

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).extracting(Found::name).containsExactly("good");
        assertThat(adapters.problems())
                .extracting(ConfigProblem::oneLine)
                .containsExactly(
                        bad
                                + ": its Bad cannot be made: java.lang.StackOverflowError: a b; ask its"
                                + " author, or remove it");
    }

    @Test
    void aClassOfANewerJavaIsNamedAsSuch() throws IOException {
        Path jar = write(folder.resolve("new.jar"), "New", supplying("\"new\""));
        AdapterJar read = AdapterJar.read(jar);
        byte[] newer = read.entries().get("New.class");
        newer[7] = (byte) 200; // the major version
        write(jar, read.entries());

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).isEmpty();
        assertThat(adapters.problems().get(0).oneLine())
                .startsWith(jar + ": is compiled for Java 156, and this is Java ")
                .endsWith("compile it with --release 17, or run the gateway with Java 156");
    }

    @Test
    void aClassThatIsMissingIsNamed() throws IOException {
        Path jar =
                jars.write(
                        folder.resolve("mine.jar"),
                        "Mine",
                        Map.of(
                                "Mine",
                                supplying("Needed.TEXT"),
                                "Needed",
                                "{ static String TEXT = \"\" + Math.random();"));
        write(jar, without(AdapterJar.read(jar).entries(), "Needed.class"));

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).isEmpty();
        assertThat(adapters.problems().get(0).oneLine())
                .isEqualTo(
                        jar
                                + ": needs the class Needed, which is in no jar; put the jar that has"
                                + " it beside this one");
    }

    @Test
    void aProviderThatIsNotThereOrIsSomethingElseIsAProblem() throws IOException {
        Path absent = jars.write(folder.resolve("a.jar"), "Absent", Map.of("Here", "{"));
        Path other = jars.write(folder.resolve("b.jar"), "Other", Map.of("Other", "{"));

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).isEmpty();
        assertThat(adapters.problems())
                .extracting(ConfigProblem::oneLine)
                .containsExactly(
                        absent
                                + ": names Absent as Supplier and does not have it; build it again, or"
                                + " remove it",
                        other
                                + ": names Other, which is no public Supplier with a public"
                                + " constructor; build it for this version of the gateway, or remove"
                                + " it");
    }

    @Test
    void twoJarsWithOneNameAreBothNamed() throws IOException {
        Path first = write(folder.resolve("a.jar"), "First", supplying("\"mine\""));
        Path second = write(folder.resolve("b.jar"), "Second", supplying("\"mine\""));

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).hasSize(1);
        assertThat(adapters.problems())
                .extracting(ConfigProblem::oneLine)
                .containsExactly(
                        "%s: brings 'mine', and so does %s; remove one of the two"
                                .formatted(second, first));
    }

    @Test
    void twoCopiesOfOneJarCountAsOne() throws IOException {
        Path jar = write(folder.resolve("a.jar"), "Mine", supplying("\"mine\""));
        Files.copy(jar, folder.resolve("b.jar"));

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).hasSize(1);
        assertThat(adapters.problems()).isEmpty();
    }

    @Test
    void whatOthersCanWriteToIsNotRun() throws IOException {
        Path jar = write(folder.resolve("a.jar"), "Mine", supplying("\"mine\""));
        chmod(jar, "rw-r--rw-");

        AdapterLoader adapters = in(home);

        assertThat(found(adapters)).isEmpty();
        assertThat(adapters.problems())
                .extracting(ConfigProblem::oneLine)
                .containsExactly(
                        jar
                                + ": others can write to it, and it is run as code; chmod go-w "
                                + jar.toRealPath());
        chmod(jar, "rw-------");
        chmod(folder, "rwxrwxrwx");
        assertThat(found(in(home))).isEmpty();
    }

    @Test
    void theGroupMayHaveTheRightWhereItCannotCome() throws IOException {
        Path jar = write(folder.resolve("a.jar"), "Mine", supplying("\"mine\""));
        chmod(jar, "rw-rw-r--");

        assertThat(found(in(home))).hasSize(1);
    }

    private Path write(Path jar, String provider, String body) throws IOException {
        return jars.write(jar, provider, Map.of(provider, body));
    }

    private static void write(Path jar, Map<String, byte[]> entries) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    private static Map<String, byte[]> without(Map<String, byte[]> entries, String name) {
        Map<String, byte[]> others = new HashMap<>(entries);
        others.remove(name);
        return others;
    }

    private static AdapterLoader in(Path home) {
        return AdapterLoader.in(AdapterFolders.of(home, null));
    }

    private static List<Found<Supplier<?>>> found(AdapterLoader adapters) {
        return adapters.find(service(), supplier -> String.valueOf(supplier.get()));
    }

    @SuppressWarnings("unchecked")
    private static Class<Supplier<?>> service() {
        return (Class<Supplier<?>>) (Class<?>) Supplier.class;
    }

    private static void chmod(Path file, String modes) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }
}
