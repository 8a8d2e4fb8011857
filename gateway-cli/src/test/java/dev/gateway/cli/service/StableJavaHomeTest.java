package dev.gateway.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StableJavaHomeTest {

    @TempDir private Path jvm;
    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(jvm.resolve("java-17.0.15"));
        Files.createDirectory(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "");
        Path java = Files.writeString(home.resolve("bin/java"), "");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void itIsAsJavaHomeOrThePathNamesIt() throws IOException {
        Path current = Files.createSymbolicLink(jvm.resolve("mine"), home);

        assertThat(StableJavaHome.of(home, Map.of("JAVA_HOME", current.toString())::get))
                .isEqualTo(current);
        assertThat(StableJavaHome.of(home, Map.of("PATH", current.resolve("bin").toString())::get))
                .isEqualTo(current);
        assertThat(StableJavaHome.of(home, Map.of("JAVA_HOME", "/another")::get)).isEqualTo(home);
        assertThat(StableJavaHome.of(home, Map.<String, String>of()::get)).isEqualTo(home);
    }

    @Test
    void aLinkBesideItIsPreferredToAVersion() throws IOException {
        Path usual = Files.createSymbolicLink(jvm.resolve("default-java"), home);
        Path bin = Files.createDirectory(jvm.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));

        assertThat(StableJavaHome.of(home, Map.of("PATH", bin.toString())::get)).isEqualTo(usual);
    }
}
