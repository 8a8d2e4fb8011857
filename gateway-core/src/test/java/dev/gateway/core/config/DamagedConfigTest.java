package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever happens to a file: it is read or refused, and no secret comes out. */
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
                    StarterConfig.of(ConfigFile.PLATFORMS, ConfigFile.HANDLERS));
    private static final List<String> FRAGMENTS =
            List.of(
                    "\n",
                    "\t",
                    ": ",
                    ":",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    "\"",
                    "'",
                    "|",
                    ">",
                    "&a ",
                    "*a",
                    "!x ",
                    "!!set ",
                    "<<: ",
                    "? ",
                    "---\n",
                    "...\n",
                    "%YAML 9\n",
                    "#",
                    "@",
                    "${",
                    "${KEY}",
                    "${file:/}",
                    "$$",
                    "\\",
                    "\0",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "~",
                    "null",
                    "true",
                    "-1",
                    "1e9",
                    "  ",
                    ",",
                    "\r");

    private static Path folder;

    @BeforeContainer
    static void theUndamagedOnesAreValid() throws Exception {
        folder = Files.createTempDirectory("damaged-config");
        var file = new ConfigFile(folder).variable("KEY", VARIABLE);
        file.secretFile("feishu", "secret of the app");
        for (String seed : SEEDS) {
            file.holding(seed).load();
        }
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("config.yaml"));
        Files.deleteIfExists(folder.resolve("feishu"));
        Files.delete(folder);
    }

    @Property(tries = 6_000)
    void aDamagedConfigIsReadOrRefusedAndKeepsItsSecrets(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes = damaged(bytes, random);
        }
        var file = new ConfigFile(folder).variable("KEY", VARIABLE);
        Files.write(file.path(), bytes);

        String said;
        try {
            LoadedConfig loaded = file.read();
            said = loaded.warnings() + loaded.toString();
            assertThat(ConfigView.of(loaded)).doesNotContain(VARIABLE);
        } catch (InvalidConfigException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allMatch(problem -> !problem.message().isBlank())
                    .allMatch(problem -> !problem.remedy().isBlank())
                    .allMatch(problem -> problem.line().orElse(1) >= 1);
            assertThat(e.getMessage()).doesNotContain("\n");
            said = e.getMessage() + e.problems();
        }
        assertThat(said).doesNotContain(VARIABLE).doesNotContain(LITERAL);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(12));
        byte[] middle =
                switch (random.nextInt(5)) {
                    case 0 -> new byte[0];
                    case 1 -> {
                        byte[] noise = new byte[1 + random.nextInt(4)];
                        random.nextBytes(noise);
                        yield noise;
                    }
                    case 2 -> {
                        int from = random.nextInt(bytes.length + 1);
                        int size = Math.min(bytes.length - from, random.nextInt(80));
                        yield java.util.Arrays.copyOfRange(bytes, from, from + size);
                    }
                    default ->
                            FRAGMENTS
                                    .get(random.nextInt(FRAGMENTS.size()))
                                    .getBytes(StandardCharsets.UTF_8);
                };
        int kept = random.nextBoolean() ? at : at + length;
        byte[] result = new byte[at + middle.length + bytes.length - kept];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(middle, 0, result, at, middle.length);
        System.arraycopy(bytes, kept, result, at + middle.length, bytes.length - kept);
        return result.length == 0 ? new byte[] {'\n'} : result;
    }
}
