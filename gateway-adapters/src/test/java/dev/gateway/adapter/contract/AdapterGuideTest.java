package dev.gateway.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the tests run the code of {@code docs/adapters.md} and that its links exist. */
class AdapterGuideTest {

    private static final Path EXAMPLE = Path.of("..", "examples", "ntfy");
    private static final Path GUIDE = Path.of("..", "docs", "adapters.md");

    @Test
    void itsJavaAndItsXmlAreOfTheExampleOrOfATest() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path folder :
                List.of(EXAMPLE, Path.of("src/test/java/dev/gateway/adapter/contract"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(AdapterGuideTest::isSource).toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }

        assertThat(parts("```(?:java|xml)\n(.*?)```"))
                .hasSize(5)
                .allSatisfy(
                        part ->
                                assertThat(sources)
                                        .as("a file that holds it")
                                        .anyMatch(source -> source.contains(part)));
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") || file.endsWith("pom.xml");
    }

    @Test
    void theExampleTakesTheVersionsOfTheBuild() throws IOException {
        String example = Files.readString(EXAMPLE.resolve("pom.xml"));
        String build = Files.readString(Path.of("..", "pom.xml"));

        for (String name : List.of("junit", "surefire", "compiler-plugin", "jar-plugin")) {
            Matcher version = Pattern.compile("<%s.version>(.*?)<".formatted(name)).matcher(build);
            assertThat(version.find()).as(name).isTrue();
            assertThat(example).contains("<version>" + version.group(1) + "</version>");
        }
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        assertThat(parts("\\]\\(([^)]+)\\)"))
                .hasSizeGreaterThan(5)
                .allSatisfy(link -> assertThat(GUIDE.resolveSibling(link)).exists());
    }

    private static List<String> parts(String regex) throws IOException {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
