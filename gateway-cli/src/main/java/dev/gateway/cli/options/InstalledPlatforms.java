package dev.gateway.cli.options;

import dev.gateway.core.adapter.AdapterFolders;
import dev.gateway.core.adapter.AdapterLoader;
import dev.gateway.core.adapter.AdapterLoader.Found;
import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.config.TypeOrigin;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.TypeSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The platforms and handlers that a gateway can use: those of this program and of the jars in the
 * adapters folders of the home and of the installation. A jar that cannot be used is a problem of
 * the config: no other command fails because of it.
 */
public final class InstalledPlatforms {

    private static final String INSTALLATION = "gateway.app";

    private final AdapterLoader adapters;
    private final List<Found<PlatformFactory>> found;
    private final Map<String, PlatformFactory> factories =
            Collections.synchronizedMap(new LinkedHashMap<>());

    private InstalledPlatforms(AdapterLoader adapters) {
        this.adapters = adapters;
        this.found = adapters.find(PlatformFactory.class, factory -> factory.schema().type());
        found.forEach(one -> factories.put(one.name(), one.provider()));
    }

    /** Finds the platforms for a gateway of this home. */
    public static InstalledPlatforms find(GatewayHome home) {
        return new InstalledPlatforms(
                AdapterLoader.in(
                        AdapterFolders.of(home.folder(), System.getProperty(INSTALLATION))));
    }

    /** Finds the platforms of the class path, without adapters folders. */
    public static InstalledPlatforms onTheClassPath() {
        return new InstalledPlatforms(AdapterLoader.in(AdapterFolders.none()));
    }

    /** Returns the adapters by type; {@link #rescannedConfigLoader} adds to the map. */
    public Map<String, PlatformFactory> factories() {
        return factories;
    }

    /** Returns the jars of the adapters folders with the types that each provides. */
    public Map<Path, List<String>> jars() {
        Map<Path, List<String>> types = new LinkedHashMap<>();
        adapters.jars().keySet().forEach(jar -> types.put(jar, new ArrayList<>()));
        found.forEach(
                one ->
                        Optional.ofNullable(types.get(one.origin()))
                                .ifPresent(list -> list.add(one.name())));
        return types;
    }

    /** Returns the problems of the jars. */
    public List<ConfigProblem> problems() {
        return adapters.problems();
    }

    /** Returns the class loader of the jars. */
    public ClassLoader classLoader() {
        return adapters.classLoader();
    }

    /**
     * Creates the listeners that the jars and the class path provide.
     *
     * @throws InvalidConfigException if one cannot be created
     */
    public List<LifecycleListener> listeners(Path config) throws InvalidConfigException {
        List<LifecycleListener> listeners =
                adapters.find(LifecycleListener.class, one -> one.getClass().getName()).stream()
                        .map(Found::provider)
                        .toList();
        if (!problems().isEmpty()) {
            throw new InvalidConfigException(config, problems());
        }
        return listeners;
    }

    /** Returns a config loader that knows all platforms and handlers. */
    public ConfigLoader configLoader() {
        return configLoader(System::getenv);
    }

    /** Returns the same loader for a process with another environment. */
    public ConfigLoader configLoader(UnaryOperator<String> environment) {
        return configLoader(environment, problems(), List.of());
    }

    private ConfigLoader configLoader(
            UnaryOperator<String> environment,
            List<ConfigProblem> problems,
            List<ConfigProblem> warnings) {
        return new ConfigLoader(
                List.copyOf(factories.values()).stream().map(PlatformFactory::schema).toList(),
                new TypeOrigin(adapters.folders().place(), problems, warnings),
                handlers(),
                environment,
                config -> factories.get(config.type()).token(config),
                config -> factories.get(config.type()).identity(config));
    }

    /**
     * Returns a loader for a running gateway after scanning the folders again: new jars are added,
     * known ones stay as they were loaded.
     */
    public ConfigLoader rescannedConfigLoader() {
        var now = new InstalledPlatforms(AdapterLoader.in(adapters.folders()));
        now.factories.forEach(factories::putIfAbsent);
        return configLoader(System::getenv, now.problems(), outdated(now.adapters.jars()));
    }

    private List<ConfigProblem> outdated(Map<Path, String> now) {
        return adapters.jars().entrySet().stream()
                .filter(jar -> !jar.getValue().equals(now.get(jar.getKey())))
                .map(
                        jar ->
                                new ConfigProblem(
                                        Optional.empty(),
                                        jar.getKey().toString(),
                                        "is another one than at the start, which stays in use",
                                        "gateway restart"))
                .toList();
    }

    /** Returns the schemas of the handlers. */
    public List<TypeSchema> handlers() {
        return HandlerFactory.schemas();
    }
}
