package dev.gateway.sim.chat;

import dev.gateway.core.adapter.AdapterFolders;
import dev.gateway.core.adapter.AdapterLoader;
import dev.gateway.core.adapter.AdapterLoader.Found;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The available fake platforms: those of the simulator, and those of additional jars. */
public final class FakePlatformRegistry {

    private final AdapterLoader adapters;
    private final Map<String, FakePlatformFactory> factories = new LinkedHashMap<>();

    private FakePlatformRegistry(AdapterLoader adapters) {
        this.adapters = adapters;
        for (Found<FakePlatformFactory> found :
                adapters.find(FakePlatformFactory.class, FakePlatformFactory::type)) {
            factories.put(found.name(), found.provider());
        }
    }

    /** Finds the fakes on the class path. */
    public static FakePlatformRegistry find() {
        return find(AdapterFolders.none());
    }

    /** Finds the fakes on the class path and in the jars of these folders. */
    public static FakePlatformRegistry find(AdapterFolders folders) {
        return new FakePlatformRegistry(AdapterLoader.in(folders));
    }

    /** Returns the types, those of the simulator first. */
    public List<String> types() {
        return List.copyOf(factories.keySet());
    }

    /**
     * Returns the factory of a type.
     *
     * @throws IllegalArgumentException if there is none; a semicolon separates problem and remedy
     *     in the message
     */
    public FakePlatformFactory of(String type) {
        FakePlatformFactory factory = factories.get(type);
        if (factory == null) {
            throw new IllegalArgumentException(
                    "there is no fake platform '%s'; %s"
                            .formatted(
                                    type,
                                    SpellingSuggestion.among(type, factories.keySet())
                                            .map(nearest -> "did you mean '" + nearest + "'?")
                                            .orElseGet(this::known)));
        }
        return factory;
    }

    private String known() {
        return "there are %s, and those of your own are looked for in %s"
                .formatted(String.join(", ", types()), adapters.folders().place());
    }

    /** Returns the jars in the folders. A gateway that connects to their fakes needs them, too. */
    public List<Path> jars() {
        return List.copyOf(adapters.jars().keySet());
    }

    /** Returns the problems of the jars. */
    public List<ConfigProblem> problems() {
        return adapters.problems();
    }
}
