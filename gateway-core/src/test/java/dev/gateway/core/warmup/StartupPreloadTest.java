package dev.gateway.core.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
