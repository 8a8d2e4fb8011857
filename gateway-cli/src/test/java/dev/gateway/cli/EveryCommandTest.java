package dev.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.GatewayVersion;
import dev.gateway.core.terminal.HelpRenderer;
import dev.gateway.core.terminal.HelpTextAssertions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.AnnotatedElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The rules that every command keeps, new ones included. */
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
    void itsHelpFitsTheTerminalAndIsBrokenForNoOther(CommandLine command) {
        for (int width : new int[] {60, 80, 120}) {
            command.setUsageHelpWidth(width);
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            HelpTextAssertions.check(help, width);
            assertThat(help).contains(" ~/.gateway)").contains("Options");
        }
    }

    /** The launcher has picocli look for no converters of its own for them. */
    @Test
    void eachOptionThatIsATimeSaysHowItIsRead() {
        assertThat(commands())
                .flatExtracting(command -> command.getCommandSpec().options())
                .filteredOn(option -> option.type().getPackageName().startsWith("java.time"))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(option.converters()).isNotEmpty());
    }

    @Test
    void theListOfCommandsSaysWhatTheCommandsSay() {
        Map<String, CommandLine> all = GatewayCli.commandLine().getSubcommands();
        CommandRegistry.summaries()
                .forEach(
                        (name, summary) ->
                                assertThat(summary)
                                        .isEqualTo(
                                                HelpRenderer.summary(
                                                        all.get(name).getCommandSpec())));
        assertThat(usage(GatewayCli.commandLine("--help")))
                .isEqualTo(usage(GatewayCli.commandLine()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run", "start", "stop", "restart", "reload", "status", "tokens", "events", "help",
                "version"
            })
    void itsDescriptionTakesNoReflection(String name) {
        CommandLine line = GatewayCli.commandLine().getSubcommands().get(name);
        var described = new ArrayList<AnnotatedElement>();
        for (Object each :
                Stream.concat(
                                Stream.of(line.getCommandSpec()),
                                line.getMixins().values().stream()
                                        .filter(group -> !(group instanceof GlobalOptions)))
                        .map(each -> each instanceof CommandSpec spec ? spec.userObject() : each)
                        .toList()) {
            described.add(each.getClass());
            described.addAll(List.of(each.getClass().getDeclaredFields()));
        }

        assertThat(described).hasSizeGreaterThan(1);
        assertThat(described).allSatisfy(each -> assertThat(each.getAnnotations()).isEmpty());
    }

    @Test
    void theOptionsOfAllCommandsAreTheSameWithAndWithoutAnnotations() {
        Map<String, OptionSpec> annotated =
                CommandSpec.forAnnotatedObject(new GlobalOptions()).optionsMap();
        Map<String, OptionSpec> described =
                GatewayCli.commandLine().getCommandSpec().mixins().get("global").optionsMap();

        assertThat(described.keySet()).containsExactlyElementsOf(annotated.keySet());
        annotated.forEach(
                (name, option) ->
                        assertThat(described.get(name))
                                .as(name)
                                .returns(option.names(), OptionSpec::names)
                                .returns(option.description(), OptionSpec::description)
                                .returns(option.type(), OptionSpec::type)
                                .returns(option.arity(), OptionSpec::arity)
                                .returns(option.usageHelp(), OptionSpec::usageHelp)
                                .returns(option.versionHelp(), OptionSpec::versionHelp)
                                .returns(label(option), EveryCommandTest::label));
    }

    private static String label(OptionSpec option) {
        return option.arity().max() == 0 ? "" : option.paramLabel();
    }

    @Test
    void aCommandIsTheSameWhenItsNameComesFirst() {
        Map<String, CommandLine> all = GatewayCli.commandLine().getSubcommands();
        all.forEach(
                (name, command) ->
                        assertThat(usage(GatewayCli.commandLine(name).getSubcommands().get(name)))
                                .isEqualTo(usage(command)));
    }

    private static String usage(CommandLine line) {
        return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShowsTheSameForIt(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String[] words = ("help" + name.substring("gateway".length())).split(" ");
        var out = new StringWriter();
        CommandLine line = GatewayCli.commandLine(words).setOut(new PrintWriter(out));

        assertThat(line.execute(words)).isZero();
        command.setUsageHelpWidth(HelpRenderer.width(Terminal.system().out().width()));
        assertThat(out.toString().strip()).isEqualTo(command.getUsageMessage().strip());
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
        "messages lst, list",
        "strat --json, start",
        "--home /tmp strat, start"
    })
    void suggestsWhatWasMeant(String typed, String meant) {
        String said = err(typed.split(" "));

        assertThat(said).startsWith("Un").contains("Did you mean").contains(meant);
        assertThat(said.lines()).hasSize(1);
    }

    @Test
    void anEmptyCommandLineIsAnErrorOfUsageThatShowsTheCommands() {
        assertThat(err())
                .startsWith("Usage: gateway ")
                .contains("  start ")
                .contains("gateway config init");
    }

    @Test
    void helpKnowsWhatWasMeant() {
        assertThat(err("help", "strat"))
                .isEqualTo(
                        "No command 'gateway strat'; did you mean 'start'? See 'gateway help"
                                + " --help'.\n");
        assertThat(err("help", "messages", "lst")).contains("did you mean 'list'? See");
    }

    @Test
    void theVersionIsACommandToo() {
        var out = new StringWriter();
        CommandLine line = GatewayCli.commandLine("version").setOut(new PrintWriter(out));
        assertThat(line.execute("version")).isZero();
        assertThat(out.toString().strip()).isEqualTo("gateway " + GatewayVersion.current());
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
