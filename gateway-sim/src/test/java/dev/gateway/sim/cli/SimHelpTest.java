package dev.gateway.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.terminal.HelpTextAssertions;
import dev.gateway.sim.SimCli;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SimHelpTest {

    static Stream<CommandLine> commands() {
        CommandLine line = SimCli.commandLine();
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream()
                        .filter(sub -> !sub.getCommandName().equals("help")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpFitsTheTerminalHasExamplesAndIsBrokenForNoOther(CommandLine command) {
        for (int width : new int[] {60, 80, 120}) {
            command.setUsageHelpWidth(width);
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            HelpTextAssertions.check(help, width);
            assertThat(help).contains("Examples:\n  gateway-sim").doesNotContain("%n");
        }
    }
}
