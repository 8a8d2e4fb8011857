package dev.gateway.sim.scenario;

import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The scenarios that come with the simulator: the reported races, the fixes, the incidents. */
public final class BuiltInScenarios {

    private static final String FOLDER = "/scenarios/";
    private static final String INDEX = "index.txt";

    private BuiltInScenarios() {}

    /** Returns the names, in the order in which they are listed. */
    public static List<String> names() {
        return text(INDEX).lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Returns the scenario of this name.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Scenario scenario(String name) {
        try {
            return new ScenarioReader(variable -> null).read(Path.of(name), yaml(name));
        } catch (InvalidConfigException wrong) {
            throw new IllegalStateException(name + ": " + wrong.problems(), wrong);
        }
    }

    /** Returns the text of the scenario's file, as a start for another scenario. */
    public static String yaml(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("there is no built-in scenario " + name);
        }
        return text(name + ".yaml");
    }

    private static String text(String file) {
        try (InputStream in = BuiltInScenarios.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + file + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
