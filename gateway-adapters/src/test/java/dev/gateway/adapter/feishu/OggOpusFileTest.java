package dev.gateway.adapter.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OggOpusFileTest {

    @TempDir private Path folder;

    @Test
    void theLengthIsThatOfTheLastPageWithoutThePreSkip() throws Exception {
        Path voice = Files.write(folder.resolve("a"), OggOpusFixture.ofMillis(61_234));

        assertThat(OggOpusFile.duration(voice)).contains(Duration.ofMillis(61_234));
    }

    @Test
    void otherFilesAreNone() throws Exception {
        byte[] vorbis =
                new String(OggOpusFixture.ofMillis(1), StandardCharsets.ISO_8859_1)
                        .replace("OpusHead", "\u0001vorbis.")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Path ogg = Files.write(folder.resolve("a.ogg"), vorbis);
        Path empty = Files.createFile(folder.resolve("b.opus"));
        Path cut = Files.write(folder.resolve("c.opus"), "OggS".getBytes());

        assertThat(OggOpusFile.duration(ogg)).isEmpty();
        assertThat(OggOpusFile.duration(empty)).isEmpty();
        assertThat(OggOpusFile.duration(cut)).isEmpty();
        assertThat(OggOpusFile.duration(folder.resolve("none"))).isEmpty();
    }
}
