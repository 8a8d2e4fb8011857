package dev.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.ConfigFileFixture;
import dev.gateway.core.config.GatewayConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDiffTest {

    private static final String RUNNING =
            """
            journal: {type: postgres, url: "postgresql://db/gateway"}
            host: {name: web-1}
            platforms: {mama: {type: telegram, token: "1:x", host: web-1}}
            """;

    @TempDir Path folder;

    private GatewayConfig config(String yaml) throws Exception {
        return new ConfigFileFixture(folder).holding(yaml).load();
    }

    private ConfigDiff after(String before, String now) throws Exception {
        GatewayConfig running = config(RUNNING);
        return ConfigDiff.between(running, running, config(RUNNING.replace(before, now)));
    }

    @Test
    void anotherJournalOrHostNeedsARestart() throws Exception {
        ConfigDiff journal = after("//db/", "//db2/");

        assertThat(journal.needsRestart()).containsExactly("journal");
        assertThat(journal.next().journal().toString()).contains("//db:");
        assertThat(after("name: web-1", "name: web-9").needsRestart()).containsExactly("host");
    }

    @Test
    void anotherPreferredHostReconnectsNothing() throws Exception {
        ConfigDiff diff = after("host: web-1}}", "host: web-2}}");

        assertThat(diff.changed()).isEmpty();
        assertThat(diff.access()).isEmpty();
        assertThat(diff.needsRestart()).isEmpty();
        assertThat(diff.next().platforms().get("mama").preferredHost()).contains("web-2");
    }
}
