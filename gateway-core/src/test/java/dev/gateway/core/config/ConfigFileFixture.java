package dev.gateway.core.config;

import static org.junit.jupiter.api.Assertions.fail;

import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.TypeSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A config file in a folder of its own, with types that resemble the real ones. */
public final class ConfigFileFixture {

    static final List<TypeSchema> PLATFORMS =
            List.of(
                    new TypeSchema(
                            "telegram",
                            List.of(
                                    OptionSpec.required(
                                            "token", Kind.SECRET, "the token from @BotFather"),
                                    OptionSpec.optional(
                                                    "poll_timeout",
                                                    Kind.DURATION,
                                                    "of one long poll")
                                            .withDefault(Duration.ofSeconds(30)),
                                    OptionSpec.optional(
                                                    "batch_size", Kind.INTEGER, "messages per poll")
                                            .withExample("50"),
                                    OptionSpec.optional("quiet", Kind.BOOLEAN, "say less"),
                                    OptionSpec.optional(
                                            "allowed", Kind.TEXT_LIST, "who may write to it"))),
                    new TypeSchema(
                            "feishu",
                            List.of(
                                    OptionSpec.required("app_id", Kind.TEXT, "id of the app"),
                                    OptionSpec.required(
                                            "app_secret", Kind.SECRET, "secret of the app"))),
                    new TypeSchema(
                            "weixin",
                            List.of(
                                    OptionSpec.required(
                                            "token", Kind.SECRET, "from gateway login weixin"))));

    static final List<TypeSchema> HANDLERS =
            List.of(
                    new TypeSchema("echo", List.of()),
                    new TypeSchema(
                            "process",
                            List.of(OptionSpec.required("command", Kind.TEXT_LIST, "what to run"))),
                    new TypeSchema(
                            "http",
                            List.of(
                                    OptionSpec.required("url", Kind.URI, "where to post"),
                                    OptionSpec.optional("key", Kind.SECRET, "signs requests"))));

    private final Path path;
    private final Map<String, String> environment = new HashMap<>();

    public ConfigFileFixture(Path folder) {
        this.path = folder.resolve("config.yaml");
    }

    Path path() {
        return path;
    }

    ConfigFileFixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Writes a file beside the config that only its owner can read. */
    Path secretFile(String name, String content) {
        return write(path.resolveSibling(name), content, "rw-------");
    }

    public ConfigFileFixture holding(String yaml) {
        write(path, yaml, "rw-------");
        return this;
    }

    static Path write(Path file, String content, String permissions) {
        try {
            Files.writeString(file, content);
            return Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigLoader loader() {
        return new ConfigLoader(PLATFORMS, HANDLERS, environment::get);
    }

    public GatewayConfig load() throws InvalidConfigException {
        return loader().load(path);
    }

    LoadedConfig read() throws InvalidConfigException {
        return loader().read(path);
    }

    List<ConfigProblem> problems() {
        try {
            loader().load(path);
        } catch (InvalidConfigException e) {
            return e.problems();
        }
        return fail("The config was taken for valid:\n" + path);
    }

    List<String> problemLines() {
        return problems().stream().map(ConfigProblem::oneLine).toList();
    }
}
