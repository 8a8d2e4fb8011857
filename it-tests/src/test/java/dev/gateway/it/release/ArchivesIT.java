package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.Launchers;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out is what was tested: each archive holds the unpacked folder, and all of it. */
class ArchivesIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private Path folder;

    @Test
    void theArchiveOfTheGatewayIsItsFolder() throws Exception {
        Path archive = ReleaseFiles.builtArchive();
        SortedMap<String, UnpackedFile> files = isItsFolder(archive, ReleaseFiles.distribution());
        assertThat(files)
                .containsKeys(
                        "bin/gateway",
                        "share/man/man1/gateway.1",
                        "share/bash-completion/completions/gateway",
                        "LICENSE",
                        "NOTICE",
                        "THIRD-PARTY-NOTICES");
    }

    @Test
    void theArchiveOfTheSimulatorIsItsFolder() throws Exception {
        Path simulator = Launchers.simulator().getParent().getParent();
        Path archive =
                simulator.resolveSibling("gateway-sim-" + ReleaseFiles.version() + ".tar.gz");
        SortedMap<String, UnpackedFile> files = isItsFolder(archive, simulator);
        assertThat(files)
                .containsKeys(
                        "bin/gateway-sim",
                        "bin/reported-gateway",
                        "LICENSE",
                        "THIRD-PARTY-NOTICES");
    }

    @Test
    void theReleasedArchiveIsThatOfEachBuild() throws Exception {
        Path built = ReleaseFiles.builtArchive();
        assertThat(ReleaseFiles.archive()).hasSameBinaryContentAs(built).hasFileName(name(built));
    }

    @Test
    void theArchiveOfTheBundleIsItsFolder() throws Exception {
        Path bundle = ReleaseFiles.bundle();
        SortedMap<String, UnpackedFile> files = isItsFolder(ReleaseFiles.bundleArchive(), bundle);
        SortedMap<String, UnpackedFile> distribution =
                UnpackedFile.ofDistribution(ReleaseFiles.distribution());
        distribution.keySet().removeIf(file -> file.startsWith("lib/native/"));
        assertThat(files.keySet()).containsAll(distribution.keySet()).contains("java/bin/java");
        assertThat(files.keySet())
                .filteredOn(file -> file.matches("lib/native/.*/libsqlitejdbc.*"))
                .hasSize(1);
        assertThat(files.keySet()).filteredOn(file -> file.matches("cds/.*\\.jsa")).hasSize(1);
    }

    @Test
    void nothingIsHandedOutForSystemsThatItDoesNotRunOnOrTwice() throws Exception {
        Path archive = ReleaseFiles.builtArchive();
        assertThat(Files.size(archive)).isLessThan(14_000_000);
        Path lib = ReleaseFiles.distribution().resolve("lib");
        assertThat(UnpackedFile.below(lib.resolve("native")).keySet())
                .containsExactlyInAnyOrder(
                        "Linux-aarch64",
                        "Linux-aarch64/libsqlitejdbc.so",
                        "Linux-x86_64",
                        "Linux-x86_64/libsqlitejdbc.so",
                        "Linux-Musl-aarch64",
                        "Linux-Musl-aarch64/libsqlitejdbc.so",
                        "Linux-Musl-x86_64",
                        "Linux-Musl-x86_64/libsqlitejdbc.so",
                        "Mac-aarch64",
                        "Mac-aarch64/libsqlitejdbc.dylib",
                        "Mac-x86_64",
                        "Mac-x86_64/libsqlitejdbc.dylib");
        try (var jar = new JarFile(ReleaseFiles.only(lib, "sqlite-jdbc-.*\\.jar").toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("org/sqlite/JDBC.class")
                    .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)"));
        }
    }

    private SortedMap<String, UnpackedFile> isItsFolder(Path archive, Path original)
            throws Exception {
        SortedMap<String, UnpackedFile> expected =
                Files.exists(original.resolve("java"))
                        ? UnpackedFile.below(original)
                        : UnpackedFile.ofDistribution(original);
        SortedMap<String, UnpackedFile> unpacked = UnpackedFile.below(unpack(archive));
        assertThat(unpacked).containsExactlyInAnyOrderEntriesOf(expected);
        return unpacked;
    }

    /** Returns the one folder that an archive has at its top. */
    private Path unpack(Path archive) throws Exception {
        try (ProcessScope scope = ProcessScope.open()) {
            scope.start("tar", "xzpf", archive.toString(), "-C", folder.toString())
                    .awaitResult(LIMIT)
                    .expectExit(0);
        }
        return ReleaseFiles.only(folder, ".*");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
