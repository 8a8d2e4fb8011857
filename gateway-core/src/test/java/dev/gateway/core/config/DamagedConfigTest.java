package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A damaged config file is read or refused, and reveals no secret. */
class DamagedConfigTest {

    private static final String LITERAL = "7182818284:AAHliteralSecretOfTheTelegramBot0";
    private static final String VARIABLE = "eyJvariableSecretOfTheWeixinBotXXXXXXXXX";
    private static final List<String> SEEDS =
            List.of(
                    """
                    gateway:
                      drain_timeout: 30s
                      disconnect_timeout: 20s
                      token_wait: 60s
                      health: {listen: "127.0.0.1:9464", allow_remote: false}
                    handler: {process: {command: [bot, "--key", "${KEY}"]}}
                    platforms:
                      family:
                        type: telegram
                        token: %s
                        base_url: https://example.org/%s
                        allowed: [mama, papa]
                        batch_size: 10
                      work:  {type: feishu, app_id: cli_x, app_secret: "${file:feishu}"}
                      mama:  {type: weixin, token: "${KEY}", disconnect_timeout: 18s}
                      off:   {type: weixin, token: '%s', enabled: false}
                    """
                            .formatted(LITERAL, LITERAL, LITERAL),
                    "platforms: {a: {type: telegram, token: \"" + LITERAL + "\"}}",
                    ConfigTemplate.of(ConfigFileFixture.PLATFORMS, ConfigFileFixture.HANDLERS));

    /** A config of some thousands of accounts has a tenth of this. */
    private static final ResourceLimits BOUNDS =
            new ResourceLimits("config.yaml", 8 * ResourceLimits.MEMORY);

    private static Path folder;

    @BeforeContainer
    static void theUndamagedOnesAreValid() throws Exception {
        folder = Files.createTempDirectory("damaged-config");
        var file = new ConfigFileFixture(folder).variable("KEY", VARIABLE);
        file.secretFile("feishu", "secret of the app");
        for (String seed : SEEDS) {
            file.holding(seed).load();
        }
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        System.out.println(BOUNDS);
        Files.deleteIfExists(folder.resolve("config.yaml"));
        Files.deleteIfExists(folder.resolve("feishu"));
        Files.delete(folder);
    }

    @Property(tries = 4_000, seed = ResourceLimits.SEED)
    void aDamagedConfigIsReadOrRefusedAndKeepsItsSecrets(@ForAll long seed) throws IOException {
        isReadOrRefused(new InputFuzzer(seed).of(SEEDS));
    }

    /** Inputs of maximum size, and inputs that cost a parser more than their size suggests. */
    @Example
    void asMuchAsIsReadOfAnythingIsReadOrRefused() throws Exception {
        String longest = "a".repeat(120_000) + "\n";
        for (String part : List.of("a", longest, "[],", "- a\n", "a: b\n", "x,", "  ")) {
            for (String before : List.of("", "handler: {type: echo, x: [", "a: |\n ")) {
                String text = before + part.repeat((YamlDocument.MAX_BYTES - 30) / part.length());
                isReadOrRefused(text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Example
    void aliasesOfAliasesAreRefusedBeforeTheyGrow() throws Exception {
        var laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, (before + ",").repeat(9) + before));
        }
        isReadOrRefused(laughs.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(new ConfigFileFixture(folder).problemLines())
                .anyMatch(line -> line.contains("alias"));
    }

    private static void isReadOrRefused(byte[] content) throws IOException {
        var file = new ConfigFileFixture(folder).variable("KEY", VARIABLE);
        Files.write(file.path(), content);

        String said;
        try {
            LoadedConfig loaded = BOUNDS.check(file::read);
            said = loaded.warnings() + loaded.toString();
            assertThat(EffectiveConfig.of(loaded)).doesNotContain(VARIABLE);
        } catch (InvalidConfigException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allMatch(problem -> !problem.message().isBlank())
                    .allMatch(problem -> !problem.remedy().isBlank())
                    .allMatch(problem -> problem.line().orElse(1) >= 1);
            assertThat(e.getMessage()).doesNotContain("\n");
            said = e.getMessage() + e.problems();
        } catch (Exception e) {
            throw new AssertionError("neither read nor refused", e);
        }
        assertThat(said).doesNotContain(VARIABLE).doesNotContain(LITERAL);
    }
}
