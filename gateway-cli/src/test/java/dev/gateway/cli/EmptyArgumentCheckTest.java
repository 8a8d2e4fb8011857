package dev.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Empty values from variables that are not set. */
class EmptyArgumentCheckTest {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void leave() {
        System.setErr(before);
    }

    @Test
    void anEmptyOptionOrArgumentIsWrongUsageOfEachCommand() throws Exception {
        for (List<String> command :
                List.of(
                        List.of("config", "init", "--home", ""),
                        List.of("config", "init", "--home="),
                        List.of("--home", "", "config", "init"),
                        List.of("config", "init", "--config", ""),
                        List.of("config", "check", "--config", " "),
                        List.of("run", "--home", ""),
                        List.of("start", "--home", ""),
                        List.of("stop", "--home", "", "--timeout", "1s"),
                        List.of("status", "--home", "", "--json"),
                        List.of("doctor", "--home", ""),
                        List.of("logs", "--home", ""),
                        List.of("service", "show", "--home", ""),
                        List.of("login", "weixin", "--home", ""),
                        List.of("login", "weixin", "--home", folder + "/h", "--name", ""),
                        List.of("messages", "drop", "--home", folder + "/h", ""),
                        List.of("completion", ""))) {
            err.reset();
            String[] arguments = command.toArray(String[]::new);

            assertThat(GatewayCli.commandLine(arguments).execute(arguments))
                    .as("%s", command)
                    .isEqualTo(64);

            assertThat(err.toString(StandardCharsets.UTF_8)).as("%s", command).hasLineCount(1);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
