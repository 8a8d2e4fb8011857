package dev.gateway.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that written scenarios are read back as equal ones. */
class ScenarioWriterTest {

    private final ScenarioReader reader = new ScenarioReader(name -> null);

    @Test
    void eachStepAndExpectationIsReadBackWithAllItsKeys() throws Exception {
        List<Step> steps = new ArrayList<>();
        KeywordRegistry keywords = KeywordRegistry.ofSteps();
        for (String word : keywords.known()) {
            if (keywords.type(word) != Step.Expect.class) {
                steps.add((Step) sampleOf(keywords.type(word)));
            }
        }
        List<Expectation> expectations = new ArrayList<>();
        KeywordRegistry others = KeywordRegistry.ofExpectations();
        others.known().forEach(word -> expectations.add((Expectation) sampleOf(others.type(word))));
        steps.add(new Step.Expect(expectations));
        Scenario scenario = scenario(steps, expectations);

        String yaml = ScenarioWriter.yaml(scenario);

        assertThat(reader.read(Path.of("written.yaml"), yaml)).as(yaml).isEqualTo(scenario);
    }

    @Test
    void leavesOutWhatIsUsual() {
        Step start =
                new Step.Start(
                        "main",
                        new ExpectedExitCodes("0"),
                        Duration.ofSeconds(60),
                        List.of(),
                        Optional.empty(),
                        1);

        assertThat(ScenarioWriter.word((Record) start)).isEqualTo("start");
        assertThat(ScenarioWriter.word(new Step.Kill("other"))).isEqualTo("kill: other");
        assertThat(ScenarioWriter.word(new Step.Send(Signal.TERM, "other")))
                .isEqualTo("signal: {name: term, to: other}");
    }

    @Test
    void eachBuiltInIsReadBackAsTheSame() throws Exception {
        for (String name : BuiltInScenarios.names()) {
            Scenario scenario = BuiltInScenarios.scenario(name);
            String yaml = ScenarioWriter.yaml(scenario);
            assertThat(reader.read(Path.of(name), yaml)).as(yaml).isEqualTo(scenario);
        }
    }

    private static Scenario scenario(List<Step> steps, List<Expectation> expectations) {
        Map<String, HomeSpec> homes = new LinkedHashMap<>();
        homes.put("main", HomeSpec.defaults());
        homes.put(
                "other",
                new HomeSpec(
                        List.of("other"),
                        Map.of("drain_timeout", "5s"),
                        Map.of("weight", "0"),
                        "{type: process, command: [cat]}",
                        "reported-gateway",
                        List.of("--defect", "a b")));
        return new Scenario(
                "all-words",
                "All words: with \"quotes\" and ${NO_VARIABLE}",
                "Two\nlines",
                List.of("R1", "H#1"),
                Optional.of("systemd"),
                Optional.of("it-tests"),
                Map.of(
                        "other",
                        new PlatformSpec(
                                "weixin",
                                List.of(new FaultSpec("hold=18s@/a*#3")),
                                Map.of("type", "stubborn"))),
                Optional.of(
                        new DatabaseSpec(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(1),
                                DatabaseSpec.Standby.SYNCHRONOUS)),
                homes,
                steps,
                expectations);
    }

    private static Record sampleOf(Class<? extends Record> type) {
        RecordSchema schema = RecordSchema.of(type);
        return schema.make(schema.keySchemas().stream().map(ScenarioWriterTest::sample).toList());
    }

    private static Object sample(RecordSchema.KeySchema key) {
        Object one = sample(key.value());
        return switch (key.shape()) {
            case ONE -> one;
            case OPTIONAL -> Optional.of(one);
            case LIST -> List.of(one);
            case MAP -> Map.of("key", one);
        };
    }

    /** Returns an existing name of each kind. */
    private static Object sample(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return 3;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == Duration.class) {
            return Duration.ofMillis(1234);
        }
        if (type == ExpectedExitCodes.class) {
            return new ExpectedExitCodes("0, 75");
        }
        if (type == FaultSpec.class) {
            return new FaultSpec("status=502:Bad Gateway@*#2");
        }
        if (type == FileDamage.class) {
            return FileDamage.DEEP_JSON;
        }
        if (type == Signal.class) {
            return Signal.HUP;
        }
        return type.isEnum() ? type.getEnumConstants()[0] : "other";
    }
}
