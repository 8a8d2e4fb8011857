package dev.gateway.cli.config;

import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.config.TypeSchema;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.platform.PlatformFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

/** The platforms and handlers that are on the class path. */
public final class Installed {

    private final Map<String, PlatformFactory> factories;

    private Installed(Map<String, PlatformFactory> factories) {
        this.factories = factories;
    }

    /** Looks for them. */
    public static Installed find() {
        Map<String, PlatformFactory> found = new LinkedHashMap<>();
        for (PlatformFactory factory : ServiceLoader.load(PlatformFactory.class)) {
            found.putIfAbsent(factory.schema().type(), factory);
        }
        return new Installed(found);
    }

    /** Adapters by type. */
    public Map<String, PlatformFactory> factories() {
        return factories;
    }

    /** A loader that knows all of them. */
    public ConfigLoader configLoader() {
        return configLoader(System::getenv);
    }

    /** The same, for a process with another environment. */
    public ConfigLoader configLoader(UnaryOperator<String> environment) {
        return new ConfigLoader(
                factories.values().stream().map(PlatformFactory::schema).toList(),
                handlers(),
                environment,
                config -> factories.get(config.type()).token(config));
    }

    /** What handlers understand. */
    public List<TypeSchema> handlers() {
        return HandlerFactory.schemas();
    }
}
