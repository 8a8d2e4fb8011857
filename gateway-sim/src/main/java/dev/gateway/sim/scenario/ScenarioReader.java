package dev.gateway.sim.scenario;

import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.sim.chat.FakePlatformRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reader of scenario files, which reports every problem of a file at once, with line, key and the
 * nearest known word. Thread-safe.
 */
public final class ScenarioReader {

    private static final String BEGIN = "begin with name:, title:, platforms: and timeline:";
    private static final String NO_FILE = "name a scenario file, or one of: gateway-sim list";

    private final Function<String, String> environment;
    private final FakePlatformRegistry fakes;

    /**
     * Creates a reader; {@code environment} returns the value of a variable, or null if it is not
     * set.
     */
    public ScenarioReader(Function<String, String> environment) {
        this(environment, FakePlatformRegistry.find());
    }

    /**
     * Creates a reader with these fake platforms.
     *
     * @param fakes the platforms that a scenario can have
     */
    public ScenarioReader(Function<String, String> environment, FakePlatformRegistry fakes) {
        this.environment = environment;
        this.fakes = fakes;
    }

    /**
     * Reads the scenario in a file.
     *
     * @throws InvalidConfigException with every problem
     */
    public Scenario read(Path file) throws InvalidConfigException {
        return read(file, YamlDocument.text(file, NO_FILE));
    }

    /**
     * Reads a scenario from this text; {@code file} is its name in messages.
     *
     * @throws InvalidConfigException with every problem
     */
    public Scenario read(Path file, String text) throws InvalidConfigException {
        YamlDocument document = YamlDocument.of(file, text, BEGIN, environment);
        Optional<Scenario> scenario = new ScenarioParser(document, fakes).scenario();
        document.check();
        return scenario.orElseThrow(
                () -> new IllegalStateException("nothing wrong, but no result"));
    }

    /** Returns all words of steps, each with its keys. */
    public static List<String> steps() {
        return KeywordRegistry.ofSteps().reference();
    }

    /** Returns all words of expectations, each with its keys. */
    public static List<String> expectations() {
        return KeywordRegistry.ofExpectations().reference();
    }
}
