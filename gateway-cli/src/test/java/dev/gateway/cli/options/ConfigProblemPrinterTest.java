package dev.gateway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigProblemPrinterTest {

    private static String printed(String... keys) {
        List<ConfigProblem> problems =
                List.of(keys).stream()
                        .map(key -> new ConfigProblem(Optional.of(1), key, "wrong", "mend it"))
                        .toList();
        PrintStream before = System.err;
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(
                            ConfigProblemPrinter.print(
                                    new InvalidConfigException(Path.of("c.yaml"), problems)))
                    .isEqualTo(78);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyProblemIsToldOnceAndNoneIsPromised() {
        assertThat(printed("a")).isEqualTo("Config c.yaml: line 1: a: wrong; mend it\n");
        assertThat(printed("a", "b"))
                .isEqualTo(
                        """
                        Config c.yaml has 2 problems:
                          line 1: a: wrong; mend it
                          line 1: b: wrong; mend it
                        """);
    }
}
