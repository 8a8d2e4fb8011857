package dev.gateway.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that are chosen by name exist under that name. Maven runs nothing and reports success where
 * a pattern matches no class, so a renamed test would be left out unseen.
 */
class NamedTestsTest {

    private static final Path PROJECT = Path.of("..");

    /** A class or a pattern of classes, wherever it stands: in an option, an element or a line. */
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.])(?:\\*\\*/)?(?:[\\w*]+/)*[\\w*]*[a-z*](?:Test|IT)\\b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify",
                "pom.xml",
                "CONTRIBUTING.md",
                ".ci/slow-tests",
                "docs/scenarios.md",
                "it-tests/src/test/java/dev/gateway/it/unprovisioned/MinimalDebianIT.java",
            })
    void everyNamedTestExists(String file) throws IOException {
        List<String> names = names(Files.readString(PROJECT.resolve(file)));

        assertThat(names).isNotEmpty();
        assertThat(names).filteredOn(name -> !exists(name)).isEmpty();
    }

    @Test
    void aNameWithoutAClassIsNoticed() throws IOException {
        List<String> names =
                names("./verify -Dit.test=GatewayLifecycleIT,NoSuchIT <include>**/No*Test.java<");

        assertThat(names).containsExactly("GatewayLifecycleIT", "NoSuchIT", "**/No*Test");
        assertThat(exists("GatewayLifecycleIT")).isTrue();
        assertThat(exists("NoSuchIT")).isFalse();
        assertThat(exists("**/architecture/NoSuch*Test")).isFalse();
        assertThat(exists("**/architecture/Named*Test")).isTrue();
    }

    private static List<String> names(String text) {
        Matcher matcher = NAME.matcher(text);
        return matcher.results().map(MatchResult::group).distinct().toList();
    }

    private static boolean exists(String name) {
        String glob = (name.startsWith("**/") ? name : "**/" + name) + ".java";
        var pattern = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try {
            return ProjectSources.test().stream().anyMatch(pattern::matches);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
