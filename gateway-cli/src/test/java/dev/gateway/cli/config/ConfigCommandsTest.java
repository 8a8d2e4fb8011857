package dev.gateway.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.TypeSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandsTest {

    private static final List<TypeSchema> PLATFORMS =
            List.of(
                    new TypeSchema(
                            "telegram",
                            List.of(OptionSpec.required("token", Kind.SECRET, "from BotFather"))));
    private static final List<TypeSchema> HANDLERS = List.of(new TypeSchema("echo", List.of()));

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CommandContext context =
            CommandContext.of(Terminal.plain(stream(out), stream(err)));

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static ConfigSchema types() {
        return new ConfigSchema(
                new ConfigLoader(PLATFORMS, HANDLERS, name -> null), PLATFORMS, HANDLERS);
    }

    private int init(String... arguments) {
        return execute(new ConfigInitCommand(context, home -> types()), arguments);
    }

    private int check(String... arguments) {
        return execute(new ConfigCheckCommand(context, home -> types()), arguments);
    }

    private int show(String... arguments) {
        return execute(new ConfigShowCommand(context, home -> types()), arguments);
    }

    private int execute(Callable<Integer> command, String... arguments) {
        out.reset();
        err.reset();
        return new CommandLine(command).execute(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path config(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void initMakesAPrivateHomeWithAValidConfigAndSaysWhatIsNext() throws Exception {
        Path home = folder.resolve("new/home");

        assertThat(init("--home", home.toString())).isZero();

        assertThat(out())
                .contains("Wrote " + home.resolve("config.yaml") + ".")
                .contains("gateway config check --home " + home);
        assertThat(err()).isEmpty();
        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(mode(home.resolve("config.yaml"))).isEqualTo("rw-------");
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("config.yaml"));
        }
        assertThat(check("--home", home.toString())).isZero();
        assertThat(out()).contains("is valid: no platform enabled, 1 disabled, handler echo.");
    }

    @Test
    void initRefusesAnOpenHomeAndLeavesFoldersAsTheyAre() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path other = Files.createDirectory(folder.resolve("other"));
        var open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(home, open);
        Files.setPosixFilePermissions(other, open);

        assertThat(init("--home", home.toString())).isEqualTo(77);
        assertThat(err()).contains("chmod 700 " + home).hasLineCount(1);
        assertThat(init("--home", home.toString(), "--config", other.resolve("a") + "")).isZero();

        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
        assertThat(home).isEmptyDirectory();
        assertThat(mode(other)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void initKeepsAFileThatExistsUnlessForced() throws Exception {
        Path file = config("platforms: {}\n");

        assertThat(init("--home", folder.toString())).isEqualTo(78);

        assertThat(err())
                .isEqualTo(file + " exists already. Keep it, or overwrite it with --force.\n");
        assertThat(file).hasContent("platforms: {}");
        assertThat(init("--home", folder.toString(), "--force")).isZero();
        assertThat(Files.readString(file)).contains("my-telegram:");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void ofManyInitsAtOnceExactlyOneWrites() throws Exception {
        var go = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var codes =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    i ->
                                            pool.submit(
                                                    () -> {
                                                        go.await();
                                                        return new CommandLine(
                                                                        new ConfigInitCommand(
                                                                                context,
                                                                                home -> types()))
                                                                .execute(
                                                                        "--home",
                                                                        folder.toString());
                                                    }))
                            .toList();
            go.countDown();
            int written = 0;
            for (var code : codes) {
                written += code.get(60, TimeUnit.SECONDS) == 0 ? 1 : 0;
            }
            assertThat(written).isEqualTo(1);
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("config.yaml"));
        }
    }

    @Test
    void initInAnImpossiblePlaceIsOneClearLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(init("--home", file.resolve("home").toString())).isEqualTo(73);
        assertThat(err()).startsWith("Cannot write ").hasLineCount(1);

        Files.createDirectory(folder.resolve("config.yaml"));
        assertThat(init("--home", folder.toString())).isEqualTo(73);
        assertThat(err()).startsWith("Cannot write ").hasLineCount(1);
        assertThat(init("--home", folder.toString(), "--force")).isEqualTo(73);
        assertThat(folder.resolve("config.yaml")).isDirectory();
    }

    @Test
    void checkNamesEveryProblemOnStderr() throws Exception {
        Path file =
                config("gateway: {drain_timeout: 30}\nplatforms: {a: {type: telegrm, token: x}}\n");

        assertThat(check("--home", folder.toString())).isEqualTo(78);

        assertThat(out()).isEmpty();
        assertThat(err())
                .isEqualTo(
                        """
                        Config %s has 2 problems:
                          line 1: gateway.drain_timeout: '30' has no unit; write 30s for seconds, \
                        or use ms, m or h
                          line 2: platforms.a.type: 'telegrm' is not a type of platform; did you \
                        mean 'telegram'?
                        """
                                .formatted(file));
    }

    @Test
    void checkOfAMissingFileSaysHowToGetOne() {
        assertThat(check("--home", folder.toString())).isEqualTo(78);

        assertThat(err())
                .isEqualTo(
                        "Config %s: no such file; write a commented one: gateway config init%n"
                                .formatted(folder.resolve("config.yaml")));
    }

    @Test
    void checkTellsProgramsTheSameAsJson() throws Exception {
        Path file = config("handler: {}\nplatforms: {a: {type: telegram}}\n");

        assertThat(check("--json", "--config", file.toString())).isEqualTo(78);

        JsonNode report = new ObjectMapper().readTree(out());
        assertThat(report.path("file").asText()).isEqualTo(file.toString());
        assertThat(report.path("valid").asBoolean(true)).isFalse();
        assertThat(report.path("problems")).hasSize(2);
        JsonNode second = report.path("problems").path(1);
        assertThat(second.path("line").asInt()).isEqualTo(2);
        assertThat(second.path("key").asText()).isEqualTo("platforms.a.token");
        assertThat(second.path("message").asText()).isEqualTo("required by telegram and missing");
        assertThat(second.path("remedy").asText()).isNotBlank();
        assertThat(err()).isEmpty();

        Files.delete(file);
        assertThat(check("--json", "--config", file.toString())).isEqualTo(78);
        JsonNode only = new ObjectMapper().readTree(out()).path("problems").path(0);
        assertThat(only.path("line").isNull()).isTrue();
    }

    @Test
    void checkWarnsOfWhatWorksButShouldBeMended() throws Exception {
        Path file = config("platforms: {a: {type: telegram, token: x}}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(check("--home", folder.toString())).isZero();
        assertThat(err()).contains("Warning: ").contains("chmod 600 " + file);
        assertThat(out()).contains("1 platform enabled, none disabled");

        assertThat(check("--json", "--home", folder.toString())).isZero();
        assertThat(new ObjectMapper().readTree(out()).path("warnings")).hasSize(1);
    }

    @Test
    void showPrintsTheEffectiveConfigWithoutItsSecrets() throws Exception {
        config("platforms: {a: {type: telegram, token: \"7:secret\"}}\n");

        assertThat(show("--home", folder.toString())).isZero();
        assertThat(out())
                .startsWith("gateway:\n")
                .contains("token: \"********\"")
                .doesNotContain("7:secret");

        config("platforms: {a: {type: telegram, token: \"7:secret\", x: 1}}\n");
        assertThat(show("--home", folder.toString())).isEqualTo(78);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("platforms.a.x: unknown key").doesNotContain("7:secret");
    }

    @Test
    void helpOfEachCommandHasExamplesAndExitCodes() {
        for (String name : List.of("init", "check", "show")) {
            var line = ConfigCommand.of(context).getSubcommands().get(name);
            assertThat(line.getUsageMessage())
                    .contains("Examples:")
                    .contains("  gateway config " + name)
                    .contains("--home=DIR")
                    .contains("78");
        }
    }

    @Test
    void wrongUsageIsSixtyFour() {
        CommandLine line = GatewayCli.configure(ConfigCommand.of(context), context);

        assertThat(line.execute()).isEqualTo(64);
        assertThat(line.execute("chekc")).isEqualTo(64);
        assertThat(line.execute("check", "--nothing")).isEqualTo(64);
    }
}
