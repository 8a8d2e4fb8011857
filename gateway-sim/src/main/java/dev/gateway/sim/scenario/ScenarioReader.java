package dev.gateway.sim.scenario;

import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.sim.chat.FakePlatformRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads scenario files and finds everything that is wrong with one at once, with line, key and the
 * nearest known word. Thread-safe.
 */
public final class ScenarioReader {

    private static final String BEGIN = "begin with name:, title:, platforms: and timeline:";
    private static final String NO_FILE = "name a scenario file, or one of: gateway-sim list";

    private final Function<String, String> environment;
    private final FakePlatformRegistry fakes;

    /** With the value of each variable, or null for those that are not set. */
    public ScenarioReader(Function<String, String> environment) {
        this(environment, FakePlatformRegistry.find());
    }

    /**
     * The same for further platforms.
     *
     * @param fakes the platforms that a scenario can have
     */
    public ScenarioReader(Function<String, String> environment, FakePlatformRegistry fakes) {
        this.environment = environment;
        this.fakes = fakes;
    }

    /**
     * The scenario in a file.
     *
     * @throws InvalidConfigException with everything that is wrong
     */
    public Scenario read(Path file) throws InvalidConfigException {
        return read(file, YamlDocument.text(file, NO_FILE));
    }

    /**
     * The same for the content of a file that is elsewhere, or nowhere.
     *
     * @throws InvalidConfigException with everything that is wrong
     */
    public Scenario read(Path file, String text) throws InvalidConfigException {
        YamlDocument document = YamlDocument.of(file, text, BEGIN, environment);
        Optional<Scenario> scenario = new ScenarioParser(document, fakes).scenario();
        document.check();
        return scenario.orElseThrow(
                () -> new IllegalStateException("nothing wrong, but no result"));
    }

    /** All words of steps, each with its keys, for people. */
    public static List<String> steps() {
        return KeywordRegistry.ofSteps().reference();
    }

    /** The same for expectations. */
    public static List<String> expectations() {
        return KeywordRegistry.ofExpectations().reference();
    }
}
