package dev.gateway.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests valid and invalid scenario files. */
class ScenarioReaderTest {

    private static final Path FILE = Path.of("story.yaml");

    private final ScenarioReader reader = new ScenarioReader(Map.of("SLOW", "18s")::get);

    @Test
    void readsStepsAloneWithOneValueAndWithKeys() throws Exception {
        Scenario scenario =
                reader.read(
                        FILE,
                        """
                        name: slow-release
                        title: Weixin does not let go
                        shows: [R1]
                        platforms:
                          mama: weixin
                          work: {type: feishu, faults: ["latency=1s@*"]}
                        homes:
                          main: mama
                          other: {platforms: [mama, work], settings: {drain_timeout: 5s}}
                        timeline:
                          - start
                          - slow-release: ${SLOW}
                          - restart: {home: other, exit: "0,75", as: second}
                          - await-end: second
                          - damage: {file: gateway.pid, how: dangling_link}
                          - expect:
                              lost: 0
                              gap: {most: 2s, platform: mama}
                        expect:
                          - pollers: 1
                          - exit: {of: second, code: any}
                        """);

        assertThat(scenario.timeline().get(0))
                .isEqualTo(
                        new Step.Start(
                                "main",
                                new ExpectedExitCodes("0"),
                                Duration.ofSeconds(60),
                                List.of(),
                                java.util.Optional.empty(),
                                1));
        assertThat(((Step.SlowRelease) scenario.timeline().get(1)).time())
                .isEqualTo(Duration.ofSeconds(18));
        assertThat(((Step.Expect) scenario.timeline().get(5)).all()).hasSize(2);
        assertThat(scenario.expect()).hasSize(2);
        assertThat(scenario.platformsOf("main")).containsExactly("mama");
        assertThat(scenario.homes().get("other").settings()).containsEntry("drain_timeout", "5s");
    }

    @Test
    void readsTheExampleOfTheDocumentation() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "scenarios.md"));
        String example = page.substring(page.indexOf("```yaml") + 7);

        Scenario scenario = reader.read(FILE, example.substring(0, example.indexOf("```")));

        assertThat(scenario.homes()).containsOnlyKeys("main", "second");
        assertThat(scenario.expect()).hasSize(4);
    }

    @Test
    void tellsEverythingThatIsWrongAtOnceWithLineAndNearestWord() {
        assertThat(
                        problems(
                                """
                                name: a-story
                                titel: No title
                                platforms:
                                  mama: weixn
                                timeline:
                                  - strat
                                  - restart: {hom: main}
                                  - await: {state: running, home: mian, within: 5}
                                  - fault: {platform: mama, is: nonsense}
                                  - damage: {file: ../../etc/passwd}
                                  - await-end: secnd
                                  - run: {as: second}
                                expect:
                                  - lots: 0
                                """))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("line 1: title: is missing"),
                        line -> assertThat(line).startsWith("line 2: titel").endsWith("'title'?"),
                        line -> assertThat(line).startsWith("line 4: ").endsWith("'weixin'?"),
                        line -> assertThat(line).startsWith("line 6: ").endsWith("'start'?"),
                        line -> assertThat(line).startsWith("line 7: ").endsWith("'home'?"),
                        line -> assertThat(line).startsWith("line 8: ").contains("has no unit"),
                        line -> assertThat(line).startsWith("line 9: ").contains("not a fault"),
                        line ->
                                assertThat(line)
                                        .startsWith("line 10: ")
                                        .contains("not in the home"),
                        line -> assertThat(line).startsWith("line 14: ").endsWith("'lost'?"));
    }

    @Test
    void namesThatLeadNowhereAreFoundWhenTheRestIsRight() {
        assertThat(
                        problems(
                                """
                                name: a-story
                                title: Names
                                platforms: {mama: weixin}
                                timeline:
                                  - run: {as: second}
                                  - await-end: secnd
                                  - break: papa
                                  - start: {home: mian}
                                """))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("line 6: ").endsWith("'second'?"),
                        line -> assertThat(line).startsWith("line 7: ").contains("no platform"),
                        line -> assertThat(line).startsWith("line 8: ").endsWith("'main'?"));
    }

    @Test
    void aFileThatIsNoYamlIsOneProblem() {
        assertThat(problems("name: [")).hasSize(1);
        assertThat(problems(""))
                .containsExactly("is empty; begin with name:, title:, platforms: and timeline:");
    }

    private List<String> problems(String text) {
        InvalidConfigException wrong =
                catchThrowableOfType(InvalidConfigException.class, () -> reader.read(FILE, text));
        return wrong.problems().stream().map(ConfigProblem::oneLine).toList();
    }
}
