package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterConfigTest {

    @TempDir Path folder;

    private final String starter = StarterConfig.of(ConfigFile.PLATFORMS, ConfigFile.HANDLERS);

    @Test
    void itIsValidAsItIsAndSaysTheDefaults() throws Exception {
        GatewayConfig config = new ConfigFile(folder).holding(starter).load();
        GatewayConfig none = new ConfigFile(folder).holding("{}").load();

        assertThat(config.platforms().keySet())
                .containsExactly("my-telegram", "my-feishu", "my-weixin");
        assertThat(config.platforms().values()).noneMatch(PlatformConfig::enabled);
        assertThat(config.budget()).isEqualTo(none.budget());
        assertThat(config.tokenWait()).isEqualTo(none.tokenWait());
        assertThat(config.handler()).isEqualTo(none.handler());
    }

    @Test
    void anAccountRunsOnceItsLineIsRemovedAndItsVariableSet() throws Exception {
        String filled = starter.replaceFirst("    enabled: false.*\n", "");

        assertThat(new ConfigFile(folder).holding(filled).problems())
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem.message())
                                        .isEqualTo(
                                                "environment variable TELEGRAM_BOT_TOKEN is not"
                                                        + " set"));
        GatewayConfig config =
                new ConfigFile(folder).variable("TELEGRAM_BOT_TOKEN", "1:x").holding(filled).load();
        assertThat(config.platforms().get("my-telegram").enabled()).isTrue();
    }

    @Test
    void whatIsCommentedOutIsValidToo() throws Exception {
        String all = starter.replaceAll("(?m)^( *)#([a-z_]+:)", "$1$2");

        GatewayConfig config =
                new ConfigFile(folder)
                        .holding(all.replaceAll("(?m)^handler:(?s).*?\n\n", ""))
                        .load();

        assertThat(config.health()).isPresent();
        assertThat(config.platforms().get("my-telegram").options().textList("allowed"))
                .containsExactly("first", "second");
    }

    @Test
    void everyOptionIsExplained() {
        assertThat(starter)
                .contains("# Required. the token from @BotFather\n    token: \"${TELEGRAM")
                .contains("    # of one long poll\n    #poll_timeout: 15s\n")
                .contains("#handler:\n#  type: process\n#  # Required. what to run\n");
    }
}
