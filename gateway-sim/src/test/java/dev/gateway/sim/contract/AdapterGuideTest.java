package dev.gateway.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/adapters.md} shows is what the tests run, and what it links to is there. */
class AdapterGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "adapters.md");

    @Test
    void itsJavaIsTheTestForTelegram() throws IOException {
        String test =
                Files.readString(
                        Path.of(
                                "src/test/java/dev/gateway/sim/contract/TelegramContractTest.java"));

        assertThat(parts("```java\n(.*?)```"))
                .hasSize(2)
                .allSatisfy(java -> assertThat(test).contains(java));
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        assertThat(parts("\\]\\(([^)]+)\\)"))
                .hasSizeGreaterThan(5)
                .allSatisfy(link -> assertThat(GUIDE.resolveSibling(link)).isRegularFile());
    }

    private static List<String> parts(String regex) throws IOException {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
