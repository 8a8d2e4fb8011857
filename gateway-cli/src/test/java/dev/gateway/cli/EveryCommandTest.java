package dev.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What holds for each command, whoever adds one. */
class EveryCommandTest {

    static Stream<CommandLine> commands() {
        return all(GatewayCli.commandLine());
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(c -> all(c)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasTwoExamplesThatBeginWithWhatToType(CommandLine command) {
        String help = command.getUsageMessage();
        List<String> examples =
                help.substring(help.indexOf("Examples:"))
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .filter(line -> line.contains("gateway "))
                        .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void understandsTheGlobalOptions(CommandLine command) {
        assertThat(command.getCommandSpec().optionsMap())
                .containsKeys("--home", "--config", "--verbose", "--help", "--version");
    }

    @ParameterizedTest
    @CsvSource({
        "statsu, status",
        "strat, start",
        "message, messages",
        "status --jsn, --json",
        "run --on-conflit=wait, --on-conflict",
        "messages lst, list"
    })
    void suggestsWhatWasMeant(String typed, String meant) {
        String said = err(typed.split(" "));

        assertThat(said).startsWith("Un").contains("Did you mean").contains(meant);
        assertThat(said.lines()).hasSize(1);
    }

    @Test
    void anEmptyCommandLineIsAnErrorOfUsage() {
        assertThat(GatewayCli.commandLine().execute()).isEqualTo(64);
    }

    private static String err(String... words) {
        PrintStream before = System.err;
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(GatewayCli.commandLine(words).execute(words)).isEqualTo(64);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
