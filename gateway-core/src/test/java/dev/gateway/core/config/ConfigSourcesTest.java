package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The config file itself, and the files that it names. */
class ConfigSourcesTest {

    @TempDir Path folder;

    private ConfigFileFixture file() {
        return new ConfigFileFixture(folder);
    }

    private ConfigFileFixture telegramWith(String token) {
        return file().holding("platforms:\n  a:\n    type: telegram\n    token: " + token + "\n");
    }

    @Test
    void aMissingFileSaysHowToMakeOne() {
        assertThat(file().problemLines())
                .containsExactly("no such file; write a commented one: gateway config init");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing but a comment\n", "---\n", "~"})
    void anEmptyFileIsOneProblem(String yaml) {
        assertThat(file().holding(yaml).problemLines())
                .containsExactly("is empty; write a commented one: gateway config init");
    }

    @Test
    void aFolderIsOneProblem() throws Exception {
        Files.createDirectory(file().path());

        assertThat(file().problemLines())
                .containsExactly("is a folder, not a file; name the file: --config FILE");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsRefusedAndNotWaitedFor() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", file().path().toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertThat(file().problemLines())
                .containsExactly("is not a regular file; name the file: --config FILE");
    }

    @Test
    void somethingThatIsNotTextIsOneProblemWithItsLine() throws Exception {
        Files.write(file().path(), new byte[] {'a', ':', '\n', (byte) 0xFF, (byte) 0xFE});
        assertThat(file().problemLines())
                .containsExactly("line 2: is not UTF-8 text; save it as UTF-8 text");

        Files.write(file().path(), "a: 1\n\nb: ä".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(file().problemLines())
                .containsExactly("line 3: is not UTF-8 text; save it as UTF-8 text");

        Files.write(file().path(), new byte[] {0x7F, 'E', 'L', 'F', 1, 0, 0, 0});
        assertThat(file().problemLines())
                .containsExactly("line 1: holds a control character; save it as UTF-8 text");
    }

    @Test
    void aHugeFileIsOneProblem() throws Exception {
        Files.write(file().path(), "a: 1 # padding\n".repeat(200_000).getBytes());

        assertThat(file().problemLines())
                .containsExactly("is bigger than 2048 KiB; name a config file: --config FILE");
    }

    @Test
    void aLineThatNoPersonWritesIsOneProblemWithItsNumber() throws Exception {
        Files.write(file().path(), ("a: 1\nb: " + "x".repeat(200_000)).getBytes());

        assertThat(file().problemLines())
                .containsExactly("line 2: is longer than 128 KiB; break it up");
    }

    @Test
    void aFileWithThousandsOfAccountsIsRead() throws Exception {
        var yaml = new StringBuilder("handler: {type: echo}\nplatforms:\n");
        for (int i = 0; i < 3_000; i++) {
            yaml.append("  bot-").append(i).append(": {type: telegram, token: \"");
            yaml.append(700_000_000 + i).append(":AAbot-of-a-fleet-that-is-not-real-at-all\",");
            yaml.append(" base_url: \"http://127.0.0.1:8081\", dm_policy: open,");
            yaml.append(" group_policy: open, require_mention: false, send_limit: none}\n");
        }

        assertThat(file().holding(yaml.toString()).load().platforms()).hasSize(3_000);
    }

    @Test
    void aFileFullOfProblemsStaysBounded() {
        var yaml = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            yaml.append("unknown").append(i).append(": 1\n");
        }
        assertThat(file().holding(yaml.toString()).problems()).hasSize(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    platforms: {a: {type: telegram | has a { or [ that is not closed, or lacks a comma
                    a: b: c                        | has a ': ' too many, a ':' too few in the line above, or a wrong indentation
                    gateway:~  token_wait: 5s~ drain_timeout: 5s | is indented differently from its neighbours
                    gateway:~  token_wait~  x: 1   | has a ': ' too many, a ':' too few in the line above, or a wrong indentation
                    gateway:~  token_wait: 1s~x    | has a key without ': ' behind it
                    token: *secret                 | has a value that begins with *, which YAML reads as an alias
                    token: @secret                 | has a value that begins with a character which YAML keeps for itself
                    token: "secret                 | has quotes that are not closed
                    token: "\\secret"              | has a backslash in double quotes that YAML does not know
                    a: 1~---~b: 2                  | has a second document
                    a: !!java.net.URL [x]          | is not valid YAML
                    [a, b]                         | does not hold keys with values
                    just text                      | does not hold keys with values
                    """,
            quoteCharacter = '`')
    void brokenYamlIsOneProblemWithItsLine(String yaml, String message) {
        var problems = file().holding(yaml.replace('~', '\n')).problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).isEqualTo(message);
        assertThat(problems.get(0).line()).isPresent();
        assertThat(problems.get(0).oneLine()).doesNotContain("secret");
    }

    @Test
    void aTabIsNamed() {
        assertThat(file().holding("gateway:\n\ttoken_wait: 5s\n").problemLines())
                .containsExactly("line 2: holds a tab where YAML wants blanks; indent with blanks");
    }

    @Test
    void bombsDoNotGoOff() {
        var laughs = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            String last = "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + (last + ", ").repeat(9) + last + "]\n");
        }
        assertThat(file().holding(laughs.toString()).problemLines())
                .containsExactly("uses more than 50 aliases; write the values out");
        assertThat(file().holding("a: " + "[".repeat(10_000)).problemLines())
                .containsExactly("is nested deeper than 20 levels; remove what is not needed");
        assertThat(file().holding("platforms: &a {b: *a}").problemLines()).isNotEmpty();
        assertThat(file().holding("platforms: &a\n  *a : {type: weixin}").problemLines())
                .isNotEmpty();
    }

    @Test
    void aSecretFileIsReadRelativeToTheConfigWithoutItsNewline() throws Exception {
        var file = telegramWith("\"${file:secrets/bot}\"");
        Files.createDirectory(folder.resolve("secrets"));
        file.secretFile("secrets/bot", "1:from-file\r\n");

        LoadedConfig loaded = file.read();

        assertThat(loaded.config().platforms().get("a").options().secret("token"))
                .contains(Secret.of("1:from-file"));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.references())
                .containsExactly(java.util.Map.entry("platforms.a.token", "${file:secrets/bot}"));
    }

    @Test
    void aSecretMayBeMadeOfParts() throws Exception {
        var file = telegramWith("\"${ID}:${file:half}$$\"").variable("ID", "7");
        file.secretFile("half", "x");

        assertThat(file.load().platforms().get("a").options().secret("token"))
                .contains(Secret.of("7:x$"));
    }

    @Test
    void aSecretFileThatCannotBeUsedIsNamedWithWhatToDo() throws Exception {
        var file = telegramWith("\"${file:bot}\"");
        Path bot = folder.resolve("bot");
        String where = "line 4: platforms.a.token: " + bot + ": ";

        assertThat(file.problemLines())
                .containsExactly(
                        where + "no such file; create it (chmod 600), or correct the path");
        file.secretFile("bot", "\n");
        assertThat(file.problemLines())
                .containsExactly(where + "is empty; write the secret into it");
        file.secretFile("bot", "x".repeat(64 * 1024 + 1));
        assertThat(file.problemLines())
                .containsExactly(
                        where
                                + "is bigger than 64 KiB; name a text file that holds the secret"
                                + " alone");
        Files.write(bot, new byte[] {(byte) 0xC3, 0x28});
        assertThat(file.problemLines()).singleElement().asString().contains("is not UTF-8 text");
        Files.delete(bot);
        Files.createDirectory(bot);
        assertThat(file.problemLines()).singleElement().asString().contains("is a folder");
        Files.delete(bot);
        Files.createSymbolicLink(bot, bot);
        assertThat(file.problemLines()).singleElement().asString().contains(where);
    }

    @Test
    void aFileThatOthersCanReadIsAWarningWithTheCommandThatMendsIt() throws Exception {
        var file = telegramWith("\"${file:bot}\"");
        Path bot = ConfigFileFixture.write(folder.resolve("bot"), "1:x", "rw-r--r--");

        assertThat(file.read().warnings())
                .extracting(ConfigProblem::oneLine)
                .containsExactly(
                        "line 4: platforms.a.token: other users can read "
                                + bot
                                + "; chmod 600 "
                                + bot);
    }

    @Test
    void aConfigThatOthersCanWriteToIsRefusedAsItMayNameAProgramToRun() throws Exception {
        var file = telegramWith("\"${T}\"");
        for (String mode : new String[] {"rw--w----", "rw-----w-"}) {
            ConfigFileFixture.write(file.path(), Files.readString(file.path()), mode);

            assertThatThrownBy(file::read)
                    .isInstanceOfSatisfying(
                            InvalidConfigException.class,
                            e -> assertThat(e.accessDenied()).isTrue())
                    .hasMessageEndingWith("others can write to it; chmod 600 " + file.path());
        }
    }

    @Test
    void aConfigWithASecretInItShouldBePrivate() throws Exception {
        var open = telegramWith("1:literal");
        ConfigFileFixture.write(open.path(), Files.readString(open.path()), "rw-r--r--");
        assertThat(open.read().warnings())
                .extracting(ConfigProblem::oneLine)
                .containsExactly(
                        "holds a secret and other users can read it; chmod 600 " + open.path());

        var harmless = telegramWith("\"${T}\"").variable("T", "1:x");
        ConfigFileFixture.write(harmless.path(), Files.readString(harmless.path()), "rw-r--r--");
        assertThat(harmless.read().warnings()).isEmpty();
    }

    @Test
    void aVariableThatIsSetToNothingIsAProblem() {
        assertThat(telegramWith("\"${EMPTY}\"").variable("EMPTY", "").problemLines())
                .containsExactly(
                        "line 4: platforms.a.token: environment variable EMPTY is empty; set it"
                                + " where the gateway is started, or use ${file:PATH}");
    }

    @Test
    void aValueFromElsewhereIsNeverRepeated() {
        var file =
                file().variable("SECRET", "s3cr3t")
                        .holding(
                                """
                                gateway: {drain_timeout: "${SECRET}", health: {listen: "${SECRET}"}}
                                handler: {type: "${SECRET}"}
                                platforms:
                                  a: {type: "${SECRET}", token: x}
                                  b: {type: telegram, token: x, base_url: "${SECRET}"}
                                  c: {type: telegram, token: y, quiet: "${SECRET}"}
                                  d: {type: telegram, token: z, batch_size: "${SECRET}"}
                                  e: {type: telegram, token: w, enabled: "${SECRET}"}
                                """);

        assertThat(file.problemLines()).hasSize(8).noneMatch(line -> line.contains("s3cr3t"));
    }

    @Test
    void aForgottenBraceDoesNotShowTheNextValue() {
        assertThat(telegramWith("\"${file:bot', token: '1:secret'}\"").problemLines())
                .singleElement()
                .asString()
                .contains("holds neither the name of a variable nor file: and a path")
                .doesNotContain("secret");
    }

    @Test
    void anExceptionWithoutAProblemCannotBeMade() {
        assertThatThrownBy(() -> new InvalidConfigException(Path.of("x"), java.util.List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
