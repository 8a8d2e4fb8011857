package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.event.EventStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaFolderTest {

    @TempDir Path folder;

    @Test
    void aStartCreatesNoFolderForFiles() throws Exception {
        try (var fixture = new SupervisionFixture(folder, SupervisionFixture.kernelLocks(folder))) {
            fixture.start(Duration.ofSeconds(5), "first", "second");

            assertThat(folder.resolve("media")).doesNotExist();
        }
    }

    @Test
    void theFolderIsThereWhenAnAdapterAsksForIt() throws Exception {
        Path media = context(folder.resolve("media/family")).media();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(media)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatCannotBeCreatedIsNamed() throws Exception {
        Files.createFile(folder.resolve("media"));

        assertThatThrownBy(context(folder.resolve("media/family"))::media)
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .hasMessageContaining(folder.resolve("media").toString());
    }

    private static JournalPlatformContext context(Path media) {
        return new JournalPlatformContext(
                "family",
                null,
                null,
                media,
                () -> true,
                () -> {},
                () -> {},
                () -> {},
                new EventStream(Clock.systemUTC(), 1));
    }
}
