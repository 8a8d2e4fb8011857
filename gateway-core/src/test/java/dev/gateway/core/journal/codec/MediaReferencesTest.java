package dev.gateway.core.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaReferencesTest {

    @TempDir Path folder;

    @Test
    void aPathInTheFolderIsStoredByItsPlaceThere() {
        var media = new MediaReferences(folder);
        String path = folder.resolve("tg/a.png").toString();

        assertThat(media.reference(path)).isEqualTo("tg/a.png");
        assertThat(media.location("tg/a.png")).isEqualTo(path);
        assertThat(new MediaReferences(Path.of("/b/media")).location("tg/a.png"))
                .isEqualTo("/b/media/tg/a.png");
    }

    @Test
    void anyOtherPathStaysAsItIs() {
        var media = new MediaReferences(folder);
        String climbing = folder + "/../secret";

        assertThat(media.reference("/srv/report.pdf")).isEqualTo("/srv/report.pdf");
        assertThat(media.location("/srv/report.pdf")).isEqualTo("/srv/report.pdf");
        assertThat(media.reference(climbing)).isEqualTo(climbing);
        assertThat(media.location("../secret")).isEqualTo("../secret");
        assertThat(media.reference(folder + "-other/a.png")).startsWith("/");
    }

    @Test
    void aFileOfAFormerPlaceOfTheHomeIsFoundIfItLiesHereToo() throws Exception {
        Path home = folder.resolve("new");
        var media = new MediaReferences(home.resolve("media"));
        Files.createDirectories(home.resolve("media/tg"));
        Files.writeString(home.resolve("media/tg/a.png"), "four");

        assertThat(media.migrated("/gone/media/tg/a.png", 4)).isEqualTo("tg/a.png");
        assertThat(media.migrated("/gone/media/tg/b.png", 4)).isEqualTo("/gone/media/tg/b.png");
        Path elsewhere = folder.resolve("srv/media/tg/a.png");
        Files.createDirectories(elsewhere.getParent());
        Files.writeString(elsewhere, "another file");
        assertThat(media.migrated(elsewhere.toString(), 12)).isEqualTo(elsewhere.toString());
    }
}
