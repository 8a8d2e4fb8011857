package dev.gateway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathConverterTest {

    private final PathConverter paths = new PathConverter(Map.of("HOME", "/home/me")::get);

    @Test
    void aTildeThatNoShellHasReplacedIsTheHomeOfTheUser() {
        assertThat(paths.convert("~/bot")).isEqualTo(Path.of("/home/me/bot"));
        assertThat(paths.convert("~")).isEqualTo(Path.of("/home/me"));
        assertThat(paths.convert("/a/~/b")).isEqualTo(Path.of("/a/~/b"));
        assertThat(paths.convert("a~")).isEqualTo(Path.of("a~"));
    }

    @Test
    void whatIsNoPathIsRefusedWithWords() {
        assertThat(paths.problem("")).hasValueSatisfying(text -> text.contains("empty"));
        assertThat(paths.problem(" ")).isPresent();
        assertThat(paths.problem("~other/bot"))
                .hasValueSatisfying(text -> text.contains("write the path out"));
        assertThat(paths.problem("a\0b")).isPresent();
        assertThat(paths.problem("a b")).isEmpty();
    }
}
