package dev.gateway.core.config;

import dev.gateway.core.file.BoundedTextFile;
import dev.gateway.core.file.UnreadableFileException;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.Placeholders;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeRegistry;
import dev.gateway.core.yaml.TypeSchema;
import dev.gateway.core.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * Reads and validates a config file and reports all its problems at once. Reads only the file, the
 * environment and the secret files that it names; makes no network call and changes nothing.
 * Thread-safe if {@code environment}, {@code tokens} and {@code identities} are.
 */
public final class ConfigLoader {

    static final String TOP = "begin with gateway:, handler: or platforms:";
    private static final String INIT = "write a commented one: gateway config init";

    private final TypeOrigin origin;
    private final TypeRegistry platformTypes;
    private final TypeRegistry handlerTypes;
    private final Function<String, String> environment;
    private final Function<PlatformConfig, Secret> tokens;
    private final Function<PlatformConfig, Optional<String>> identities;

    /**
     * Creates a loader for which two accounts of one type must not share their {@code token}, or
     * else their {@code app_id}.
     *
     * @param platformTypes types allowed below {@code platforms:}
     * @param handlerTypes types allowed below {@code handler:}
     * @param environment returns the value of a variable, or null if it is not set
     */
    public ConfigLoader(
            Collection<TypeSchema> platformTypes,
            Collection<TypeSchema> handlerTypes,
            Function<String, String> environment) {
        this(platformTypes, handlerTypes, environment, DuplicateAccountCheck::defaultToken);
    }

    /**
     * Creates a loader with its own rule for the credential that two accounts of one type must not
     * share.
     *
     * @param tokens returns the token of an enabled, valid account, or null if it has none
     */
    public ConfigLoader(
            Collection<TypeSchema> platformTypes,
            Collection<TypeSchema> handlerTypes,
            Function<String, String> environment,
            Function<PlatformConfig, Secret> tokens) {
        this(
                platformTypes,
                TypeOrigin.BUILT_IN,
                handlerTypes,
                environment,
                tokens,
                account -> Optional.empty());
    }

    /**
     * Creates a loader for platform types that may come from jars.
     *
     * @param origin the source of {@code platformTypes}
     * @param identities returns the platform's own id of an enabled, valid account, if the settings
     *     contain it
     */
    public ConfigLoader(
            Collection<TypeSchema> platformTypes,
            TypeOrigin origin,
            Collection<TypeSchema> handlerTypes,
            Function<String, String> environment,
            Function<PlatformConfig, Secret> tokens,
            Function<PlatformConfig, Optional<String>> identities) {
        this.origin = origin;
        this.platformTypes = new TypeRegistry("platform", platformTypes, origin.place());
        this.handlerTypes = new TypeRegistry("handler", handlerTypes, "");
        this.environment = environment;
        this.tokens = tokens;
        this.identities = identities;
    }

    /**
     * Returns the settings in {@code file}.
     *
     * @throws InvalidConfigException with every problem found
     */
    public GatewayConfig load(Path file) throws InvalidConfigException {
        return read(file).config();
    }

    /**
     * Reads {@code file} like {@link #load}, and adds the warnings and the data that {@link
     * EffectiveConfig} needs.
     *
     * @throws InvalidConfigException with every problem found
     */
    public LoadedConfig read(Path file) throws InvalidConfigException {
        return read(file, text(file));
    }

    /**
     * Reads {@code text} as the content of {@code file}, which need not exist.
     *
     * @throws InvalidConfigException with every problem found
     */
    public LoadedConfig read(Path file, String text) throws InvalidConfigException {
        MappingNode root = YamlDocument.root(file, text, TOP, INIT);
        var diagnostics = new Diagnostics();
        origin.problems().forEach(diagnostics::problem);
        origin.warnings().forEach(diagnostics::warning);
        Path folder = file.toAbsolutePath().getParent();
        var placeholders =
                new Placeholders(folder == null ? file : folder, environment, diagnostics);
        var reader =
                new ConfigReader(
                        platformTypes,
                        handlerTypes,
                        placeholders,
                        environment,
                        tokens,
                        identities,
                        diagnostics);
        GatewayConfig config = reader.read(root);
        if (!diagnostics.problems().isEmpty()) {
            throw new InvalidConfigException(file, diagnostics.problems());
        }
        if (diagnostics.hasLiteralSecret() && BoundedTextFile.isReadableByOthers(file)) {
            diagnostics.warning(
                    ConfigProblem.ofFile(
                            "holds a secret and other users can read it", "chmod 600 " + file));
        }
        return new LoadedConfig(
                file,
                config,
                diagnostics.warnings(),
                diagnostics.advice(),
                diagnostics.references());
    }

    static String text(Path file) throws InvalidConfigException {
        if (BoundedTextFile.isWritableByOthers(file)) {
            // The config may name a program to run: an account that can write to it controls the
            // gateway.
            var problem = ConfigProblem.ofFile("others can write to it", "chmod 600 " + file);
            throw new InvalidConfigException(file, List.of(problem), true);
        }
        try {
            return BoundedTextFile.read(file, YamlDocument.MAX_BYTES);
        } catch (UnreadableFileException e) {
            var problem = new ConfigProblem(e.line(), "", e.getMessage(), remedy(e.reason()));
            boolean denied = e.reason() == UnreadableFileException.Reason.ACCESS_DENIED;
            throw new InvalidConfigException(file, List.of(problem), denied);
        }
    }

    private static String remedy(UnreadableFileException.Reason reason) {
        return switch (reason) {
            case MISSING -> INIT;
            case ACCESS_DENIED -> "run as the owner of the file, or give the file to this user";
            case NOT_A_FILE -> "name the file: --config FILE";
            case TOO_BIG -> "name a config file: --config FILE";
            case NOT_TEXT -> "save it as UTF-8 text";
            case FAILED -> "correct the path, or check the disk";
        };
    }
}
