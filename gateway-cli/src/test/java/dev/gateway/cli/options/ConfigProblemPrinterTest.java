package dev.gateway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.shutdown.ExitCode;
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
        var bytes = new ByteArrayOutputStream();
        var output =
                ConsoleOutput.plain(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8);
        assertThat(
                        new ConfigProblemPrinter(output)
                                .printSummary(
                                        new InvalidConfigException(Path.of("c.yaml"), problems)))
                .isEqualTo(ExitCode.CONFIG);
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
