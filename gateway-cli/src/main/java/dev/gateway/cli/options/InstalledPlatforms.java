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
 * The platforms that this program has, with those of the jars in the adapters folders of a home and
 * of the installation, and the handlers. A jar that cannot be used is a problem of the config: no
 * other command fails because of it.
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

    /** Looks for them, for a gateway of this home. */
    public static InstalledPlatforms find(GatewayHome home) {
        return new InstalledPlatforms(
                AdapterLoader.in(
                        AdapterFolders.of(home.folder(), System.getProperty(INSTALLATION))));
    }

    /** Looks for what comes with the program or is on the class path. */
    public static InstalledPlatforms onTheClassPath() {
        return new InstalledPlatforms(AdapterLoader.in(AdapterFolders.none()));
    }

    /** Adapters by type; {@link #rescannedConfigLoader} adds to it. */
    public Map<String, PlatformFactory> factories() {
        return factories;
    }

    /** The jars of the adapters folders, and the types that each brings. */
    public Map<Path, List<String>> jars() {
        Map<Path, List<String>> types = new LinkedHashMap<>();
        adapters.jars().keySet().forEach(jar -> types.put(jar, new ArrayList<>()));
        found.forEach(
                one ->
                        Optional.ofNullable(types.get(one.origin()))
                                .ifPresent(list -> list.add(one.name())));
        return types;
    }

    /** What is wrong with the jars. */
    public List<ConfigProblem> problems() {
        return adapters.problems();
    }

    /** What has the classes of the jars. */
    public ClassLoader classLoader() {
        return adapters.classLoader();
    }

    /**
     * Makes the listeners that the jars and the class path bring.
     *
     * @throws InvalidConfigException if one cannot be made
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

    /** A loader that knows all of them. */
    public ConfigLoader configLoader() {
        return configLoader(System::getenv);
    }

    /** The same, for a process with another environment. */
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
                config -> factories.get(config.type()).token(config));
    }

    /**
     * A loader for a gateway that runs, after another look into the folders: what came since then
     * is added, what was there stays as it was loaded.
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

    /** What handlers understand. */
    public List<TypeSchema> handlers() {
        return HandlerFactory.schemas();
    }
}
