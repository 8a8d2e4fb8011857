package dev.gateway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalPlaceTest {

    private static final String SHARED =
            "journal: {type: postgres, url: \"postgresql://db/gateway\"}\nhost: {name: web-1}\n";

    @TempDir Path folder;

    private JournalLocation place(String yaml) throws Exception {
        var home = new GatewayHome(folder);
        Files.writeString(home.config(), yaml);
        Files.setPosixFilePermissions(home.config(), PosixFilePermissions.fromString("rw-------"));
        return JournalPlace.of(home.config(), home);
    }

    private void hasSharedAJournal() throws IOException {
        Files.writeString(new GatewayHome(folder).cluster(), "{}");
    }

    @Test
    void withoutAConfigTheJournalIsInTheHome() throws Exception {
        var home = new GatewayHome(folder);

        assertThat(JournalPlace.of(home.config(), home)).isEqualTo(JournalLocation.in(home));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platforms: {a: {type: nonsense}}\n",
                "# journal: {type: postgres}\ngateway: [\n",
                "{\n",
                "",
                "journal: {type: sqlite}\n",
                "journal: {type: sqlite}\nplatforms: [\n",
            })
    void aBrokenConfigOfAnOrdinaryHomeDoesNotMatter(String yaml) throws Exception {
        assertThat(place(yaml).config().isShared()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "platforms: {a: {type: nonsense, token: \"${NOT_SET_ANYWHERE}\"}}\nwrong: 1\n",
                "handler: {command: \"${file:missing}\"}\n",
            })
    void theDatabaseIsFoundWhateverElseIsWrong(String rest) throws Exception {
        JournalLocation place = place(SHARED + rest);

        assertThat(place.config().postgres().orElseThrow().database()).isEqualTo("gateway");
        assertThat(place.host().name()).isEqualTo("web-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journal: {type: postgres}\n",
                "journal: {type: postgres, url: \"postgresql://db/g\", password: \"${NOT_SET}\"}\n",
                "journal: {type: oracle}\n",
                "journal: {type: postgres\n",
            })
    void aPlaceThatCannotBeToldIsAnError(String yaml) {
        assertThatThrownBy(() -> place(yaml))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("Config " + folder.resolve("config.yaml") + ":");
    }

    @Test
    void aHomeThatHasSharedAJournalNeedsAConfigThatCanBeRead() throws Exception {
        hasSharedAJournal();
        var home = new GatewayHome(folder);

        assertThatThrownBy(() -> JournalPlace.of(home.config(), home))
                .hasMessageContaining("it says where the journal is");
        assertThatThrownBy(() -> place("journal: [\n")).isInstanceOf(InvalidConfigException.class);
        assertThat(place("platforms: {}\n").config().isShared()).isFalse();
    }

    @Test
    void aConfigThatOthersCanWriteIsNotTrustedWithThePassword() throws Exception {
        place(SHARED);
        var home = new GatewayHome(folder);
        Files.setPosixFilePermissions(home.config(), PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(() -> JournalPlace.of(home.config(), home))
                .hasMessageContaining("others can write to it");
    }
}
