package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the released archives are the tested files: each holds the unpacked folder, and all of
 * it.
 */
class ReleaseArchivesIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private Path folder;

    @Test
    void theArchiveOfTheGatewayIsItsFolder() throws Exception {
        Path archive = ReleaseArtifacts.builtArchive();
        SortedMap<String, UnpackedFileEntry> files =
                isItsFolder(archive, ReleaseArtifacts.distribution());
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
        Path simulator = LauncherLocator.simulator().getParent().getParent();
        Path archive =
                simulator.resolveSibling("gateway-sim-" + ReleaseArtifacts.version() + ".tar.gz");
        SortedMap<String, UnpackedFileEntry> files = isItsFolder(archive, simulator);
        assertThat(files)
                .containsKeys(
                        "bin/gateway-sim",
                        "bin/reported-gateway",
                        "LICENSE",
                        "THIRD-PARTY-NOTICES");
    }

    @Test
    void theReleasedArchiveIsThatOfEachBuild() throws Exception {
        Path built = ReleaseArtifacts.builtArchive();
        assertThat(ReleaseArtifacts.archive())
                .hasSameBinaryContentAs(built)
                .hasFileName(name(built));
    }

    @Test
    void theArchiveOfTheBundleIsItsFolder() throws Exception {
        Path bundle = ReleaseArtifacts.bundle();
        SortedMap<String, UnpackedFileEntry> files =
                isItsFolder(ReleaseArtifacts.bundleArchive(), bundle);
        SortedMap<String, UnpackedFileEntry> distribution =
                UnpackedFileEntry.ofDistribution(ReleaseArtifacts.distribution());
        distribution.keySet().removeIf(file -> file.startsWith("lib/native/"));
        assertThat(files.keySet()).containsAll(distribution.keySet()).contains("java/bin/java");
        assertThat(files.keySet())
                .filteredOn(file -> file.matches("lib/native/.*/libsqlitejdbc.*"))
                .hasSize(1);
        assertThat(files.keySet()).filteredOn(file -> file.matches("cds/.*\\.jsa")).hasSize(1);
    }

    @Test
    void nothingIsHandedOutForSystemsThatItDoesNotRunOnOrTwice() throws Exception {
        Path archive = ReleaseArtifacts.builtArchive();
        assertThat(Files.size(archive)).isLessThan(14_000_000);
        Path lib = ReleaseArtifacts.distribution().resolve("lib");
        assertThat(UnpackedFileEntry.below(lib.resolve("native")).keySet())
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
        try (var jar = new JarFile(ReleaseArtifacts.only(lib, "sqlite-jdbc-.*\\.jar").toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("org/sqlite/JDBC.class")
                    .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)"));
        }
    }

    private SortedMap<String, UnpackedFileEntry> isItsFolder(Path archive, Path original)
            throws Exception {
        SortedMap<String, UnpackedFileEntry> expected =
                Files.exists(original.resolve("java"))
                        ? UnpackedFileEntry.below(original)
                        : UnpackedFileEntry.ofDistribution(original);
        SortedMap<String, UnpackedFileEntry> unpacked = UnpackedFileEntry.below(unpack(archive));
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
        return ReleaseArtifacts.only(folder, ".*");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
