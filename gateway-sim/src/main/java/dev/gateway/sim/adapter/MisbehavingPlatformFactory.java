package dev.gateway.sim.adapter;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The factory of {@code type: stubborn}: an adapter of any other type on the class path that shuts
 * down badly.
 *
 * <pre>{@code
 * platforms:
 *   mama: {type: stubborn, inner: weixin, token: "...", disconnect: 18s, swallow_interrupts: true}
 * }</pre>
 */
public final class MisbehavingPlatformFactory implements PlatformFactory {

    private static final String INNER = "inner";
    private static final List<String> PASSED_ON = List.of("token", "app_id", "app_secret");
    private static final TypeSchema SCHEMA =
            new TypeSchema(
                    "stubborn",
                    List.of(
                            OptionSpec.required(
                                    INNER, Kind.TEXT, "The type that it wraps, e.g. telegram."),
                            OptionSpec.optional(
                                    "token", Kind.SECRET, "The token of the wrapped type."),
                            OptionSpec.optional(
                                    "app_id", Kind.TEXT, "The app_id of the wrapped type."),
                            OptionSpec.optional(
                                    "app_secret",
                                    Kind.SECRET,
                                    "The app_secret of the wrapped type."),
                            OptionSpec.optional(
                                    MisbehaviourOptions.DISCONNECT,
                                    Kind.TEXT,
                                    "How long a disconnect takes: never, or e.g. 18s (default 0s)."),
                            OptionSpec.optional(
                                    MisbehaviourOptions.SWALLOW_INTERRUPTS,
                                    Kind.BOOLEAN,
                                    "Continue when interrupted (default false)."),
                            OptionSpec.optional(
                                    MisbehaviourOptions.IGNORE_STOP,
                                    Kind.BOOLEAN,
                                    "Keep polling after the intake was stopped (default false)."),
                            OptionSpec.optional(
                                    MisbehaviourOptions.KEEP_THREAD,
                                    Kind.BOOLEAN,
                                    "Leave a non-daemon thread behind that never ends"
                                            + " (default false).")));

    /** Creates the factory; called by {@link ServiceLoader}. */
    public MisbehavingPlatformFactory() {}

    @Override
    public String displayName() {
        return "Stubborn";
    }

    @Override
    public TypeSchema schema() {
        return SCHEMA;
    }

    @Override
    public Secret token(PlatformConfig config) {
        return inner(config).token(innerConfig(config));
    }

    @Override
    public Optional<String> identity(PlatformConfig config) {
        return inner(config).identity(innerConfig(config));
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        PlatformAdapter inner = inner(config).create(innerConfig(config), context);
        return new MisbehavingAdapter(inner, MisbehaviourOptions.from(config), config.name());
    }

    private static PlatformFactory inner(PlatformConfig config) {
        String type = config.options().text(INNER).orElseThrow();
        return ServiceLoader.load(PlatformFactory.class).stream()
                .filter(provider -> provider.type() != MisbehavingPlatformFactory.class)
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.schema().type().equals(type))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        config.name()
                                                + ": no platform of type "
                                                + type
                                                + " on the class path; correct "
                                                + INNER));
    }

    private static PlatformConfig innerConfig(PlatformConfig config) {
        Map<String, Object> options = new HashMap<>(config.options().asMap());
        options.keySet().retainAll(PASSED_ON);
        return config.withType(config.options().text(INNER).orElseThrow(), Options.of(options));
    }
}
