package dev.gateway.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStreamTest {

    @Test
    void onlyTheVeryStreamThatIsNamedIsTheJournals(@TempDir Path folder) throws Exception {
        Path stream = Files.createFile(folder.resolve("stream"));
        Path other = Files.createFile(folder.resolve("other"));
        String name =
                Files.getAttribute(stream, "unix:dev")
                        + ":"
                        + Files.getAttribute(stream, "unix:ino");

        assertThat(JournalStream.is(stream, name)).isTrue();
        assertThat(JournalStream.is(other, name)).isFalse();
        assertThat(JournalStream.is(stream, null)).isFalse();
        assertThat(JournalStream.is(folder.resolve("gone"), name)).isFalse();
    }
}
