package dev.gateway.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaldDetectionTest {

    @Test
    void onlyTheVeryStreamThatIsNamedIsTheJournals(@TempDir Path folder) throws Exception {
        Path stream = Files.createFile(folder.resolve("stream"));
        Path other = Files.createFile(folder.resolve("other"));
        String name =
                Files.getAttribute(stream, "unix:dev")
                        + ":"
                        + Files.getAttribute(stream, "unix:ino");

        assertThat(JournaldDetection.matches(stream, name)).isTrue();
        assertThat(JournaldDetection.matches(other, name)).isFalse();
        assertThat(JournaldDetection.matches(stream, null)).isFalse();
        assertThat(JournaldDetection.matches(folder.resolve("gone"), name)).isFalse();
    }
}
