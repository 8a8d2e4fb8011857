package dev.gateway.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacesTheContentAndLeavesNothingBeside(boolean durable) throws Exception {
        Path file = folder.resolve("some.json");
        AtomicFile.write(file, bytes("a long first content"), durable);
        AtomicFile.write(file, bytes("second"), durable);
        assertThat(file).hasContent("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Path file = Files.createSymbolicLink(folder.resolve("some.json"), target);
        AtomicFile.write(file, bytes("new"), false);
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(file).hasContent("new");
        assertThat(target).hasContent("precious");
    }

    @Test
    void aLinkInThePlaceOfTheTemporaryFileIsNotFollowedEither() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Files.createSymbolicLink(folder.resolve("some.json.tmp"), target);
        AtomicFile.write(folder.resolve("some.json"), bytes("new"), false);
        assertThat(target).hasContent("precious");
        assertThat(folder.resolve("some.json")).hasContent("new");
    }

    @Test
    void theOldContentSurvivesAWriteThatFails() throws Exception {
        Path file = Files.writeString(folder.resolve("some.json"), "old");
        Path inTheWay = Files.createDirectory(folder.resolve("some.json.tmp"));
        Files.createFile(inTheWay.resolve("x"));
        assertThatThrownBy(() -> AtomicFile.write(file, bytes("new"), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("some.json.tmp");
        assertThat(file).hasContent("old");
    }

    @Test
    void anInterruptedThreadWritesAllTheSameAndStaysInterrupted() throws Exception {
        Path file = folder.resolve("some.json");
        Thread.currentThread().interrupt();
        try {
            AtomicFile.write(file, bytes("content"), true);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(file).hasContent("content");
    }

    @Property(tries = 50)
    void anyBytesComeBack(@ForAll byte[] content) throws Exception {
        Path temporary = Files.createTempDirectory(Path.of("target"), "atomic");
        Path file = temporary.resolve("some.bin");
        try {
            AtomicFile.write(file, content, false);
            assertThat(file).hasBinaryContent(content);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(temporary);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
