package dev.gateway.core.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.http.HttpClient;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupPreloadTest {

    private static final UnaryOperator<String> NOTHING = name -> null;

    @TempDir Path folder;

    @Test
    void itOpensNothingInTheHome() throws Exception {
        Path config = Files.writeString(folder.resolve("config.yaml"), "platforms: {}\n");
        var home = new GatewayHome(Files.createDirectory(folder.resolve("home")));

        StartupPreload.load(config, home, NOTHING);

        try (Stream<Path> files = Files.list(home.folder())) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "platforms: {a: {type: telegram}}                              | true",
                "platforms: {a: {type: t, base_url: 'http://127.0.0.1:1'}}     | false",
                "platforms: {a: {type: t, base_url: 'https://mine.example'}}   | true",
                "# base_url: http://127.0.0.1:1                                | true",
            })
    void encryptionIsLoadedWhereAPlatformIsCalledWithIt(String config, boolean loaded)
            throws Exception {
        assertThat(StartupPreload.callsWithTls(config)).isEqualTo(loaded);
        HttpClient.preloadTls(); // Whether it is needed or not, it does no harm.
    }

    @Test
    void aConfigThatCannotBeReadIsLeftToTheStart() throws Exception {
        Path broken =
                Files.writeString(folder.resolve("config.yaml"), "journal: {type: postgres, ]\n");
        var home = new GatewayHome(folder.resolve("home"));

        StartupPreload.load(folder.resolve("missing.yaml"), home, NOTHING);
        assertThatThrownBy(() -> StartupPreload.load(broken, home, NOTHING))
                .isInstanceOf(InvalidConfigException.class);
        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void withoutALauncherThatNamesTheLibraryNothingIsUnpacked() {
        Thread thread =
                StartupPreload.begin(
                        folder.resolve("config.yaml"), new GatewayHome(folder), NOTHING);

        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    }
}
