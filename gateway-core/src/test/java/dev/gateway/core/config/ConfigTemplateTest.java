package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTemplateTest {

    @TempDir Path folder;

    private final String starter =
            ConfigTemplate.of(ConfigFileFixture.PLATFORMS, ConfigFileFixture.HANDLERS);

    @Test
    void itIsValidAsItIsAndSaysTheDefaults() throws Exception {
        GatewayConfig config = new ConfigFileFixture(folder).holding(starter).load();
        GatewayConfig none = new ConfigFileFixture(folder).holding("{}").load();

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

        assertThat(new ConfigFileFixture(folder).holding(filled).problems())
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem.message())
                                        .isEqualTo(
                                                "environment variable TELEGRAM_BOT_TOKEN is not"
                                                        + " set"));
        GatewayConfig config =
                new ConfigFileFixture(folder)
                        .variable("TELEGRAM_BOT_TOKEN", "1:x")
                        .holding(filled)
                        .load();
        assertThat(config.platforms().get("my-telegram").enabled()).isTrue();
    }

    @Test
    void everyOptionIsExplained() {
        assertThat(starter)
                .contains("# Required. The token from @BotFather.\n    token: \"${TELEGRAM")
                .contains("    # Of one long poll.\n    #poll_timeout: 30s\n")
                .contains("    # Messages per poll. An example:\n    #batch_size: 50\n")
                .contains("#handler:\n#  type: process\n#  # Required. What to run.\n");
    }

    @Test
    void theBlockOfSeveralHostsIsValidWhenItIsUncommented() throws Exception {
        var file = new ConfigFileFixture(folder);
        Files.createDirectory(folder.resolve("secrets"));
        file.secretFile("secrets/db", "pw");
        String block = starter.substring(starter.indexOf("#journal:"));
        String lines = block.substring(0, block.indexOf("\n\n"));

        GatewayConfig config = file.holding(lines.replaceAll("(?m)^#", "")).load();

        assertThat(config.journal().postgres().orElseThrow().address())
                .isEqualTo("postgresql://db1.example:5432,db2.example:5432/gateway");
        assertThat(config.host().name()).isEqualTo("web-1");
    }
}
