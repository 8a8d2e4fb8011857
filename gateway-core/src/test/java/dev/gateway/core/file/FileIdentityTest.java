package dev.gateway.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIdentityTest {

    @TempDir private Path folder;

    @Test
    void isTheSameForEachPathToAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path link = Files.createLink(folder.resolve("link"), file);

        assertThat(FileIdentity.of(link))
                .isEqualTo(FileIdentity.of(file))
                .hasSameHashCodeAs(FileIdentity.of(file));
    }

    @Test
    void differsForAnotherFileOrTheSameNumberOnAnotherDevice() throws Exception {
        FileIdentity file = FileIdentity.of(Files.writeString(folder.resolve("file"), ""));
        FileIdentity other = FileIdentity.of(Files.writeString(folder.resolve("other"), ""));

        assertThat(file)
                .isNotEqualTo(other)
                .isNotEqualTo(new FileIdentity(file.device() + 1, file.inode()))
                .isNotEqualTo(null);
    }
}
