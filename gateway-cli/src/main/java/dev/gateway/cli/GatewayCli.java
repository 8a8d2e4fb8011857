package dev.gateway.cli;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.PathConverter;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.FinalOutput;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.terminal.Sentence;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gateway} command. */
@Command(
        name = "gateway",
        description = "One gateway per home, one poller per bot token.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config init      write a commented config to fill in",
            "  gateway start            start it in the background",
            "  gateway status --watch   see what it does",
            "",
            "'gateway COMMAND --help' tells more."
        })
public final class GatewayCli implements Callable<Integer> {

    private static final int USAGE = 64;
    private static final int LONGEST_SHOWN = 60;

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /**
     * Ends the JVM with the exit code of the command. It halts: by then everything is closed, and
     * nothing that an adapter left behind can hold the process.
     */
    public static void main(String[] args) {
        int code;
        try {
            code = commandLine(args).execute(args);
        } catch (RuntimeException | Error e) {
            code = UncaughtExceptionPrinter.print("gateway", e); // Errors: picocli passes them on
        }
        FinalOutput.flush();
        Runtime.getRuntime().halt(code);
    }

    /** The whole command line, with every command described. */
    public static CommandLine commandLine() {
        var line = new CommandLine(new GatewayCli());
        CommandRegistry.all()
                .forEach((name, entry) -> line.addSubcommand(name, entry.make().get()));
        return prepared(line);
    }

    /**
     * The command line for these arguments: describing a command takes reflection, so only those
     * that they name are described; of the others it knows what the list of commands says.
     */
    public static CommandLine commandLine(String... args) {
        Set<String> named = new HashSet<>(List.of(args));
        var line = new CommandLine(new GatewayCli());
        CommandRegistry.all()
                .forEach(
                        (name, entry) ->
                                line.addSubcommand(
                                        name,
                                        named.contains(name)
                                                ? entry.make().get()
                                                : entry.stub(name)));
        return prepared(line);
    }

    private static CommandLine prepared(CommandLine line) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, new PathConverter(System::getenv));
        line.registerConverter(Pattern.class, GatewayCli::pattern);
        line.registerConverter(URI.class, GatewayCli::uri);
        line.setExecutionStrategy(new EmptyArgumentCheck(new CommandLine.RunLast()));
        line.setParameterExceptionHandler(GatewayCli::printUsageError);
        line.setExecutionExceptionHandler(
                (e, failed, result) -> UncaughtExceptionPrinter.print(failed.getCommandName(), e));
        HelpRenderer.applyTo(line);
        return line;
    }

    private static Pattern pattern(String value) {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new TypeConversionException(
                    "'%s' is no regular expression: %s".formatted(value, e.getDescription()));
        }
    }

    private static URI uri(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new TypeConversionException("'%s' is no address".formatted(value));
        }
    }

    private static int printUsageError(ParameterException e, String[] args) {
        String message = message(e);
        System.err.println(
                "%s%s See '%s --help'."
                        .formatted(
                                Sentence.of(message),
                                nearest(e),
                                e.getCommandLine().getCommandSpec().qualifiedName()));
        return USAGE;
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            boolean group = !e.getCommandLine().getSubcommands().isEmpty();
            return "Un%s '%s'"
                    .formatted(
                            group ? "known command" : "expected argument",
                            TerminalSanitizer.line(unmatched.getUnmatched().get(0), LONGEST_SHOWN));
        }
        return e.getMessage().lines().findFirst().orElse("Wrong usage");
    }

    private static String nearest(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String given = unmatched.getUnmatched().get(0).split("=", 2)[0];
        Set<String> known =
                given.startsWith("-")
                        ? command.optionsMap().keySet()
                        : command.subcommands().keySet();
        return SpellingSuggestion.among(given, known)
                .map(name -> " Did you mean '%s'?".formatted(name))
                .orElse("");
    }

    /** Nothing was asked for: shows what there is, as an error. */
    @Override
    public Integer call() {
        Terminal terminal = Terminal.system();
        spec.commandLine().setUsageHelpWidth(HelpRenderer.width(terminal.err()));
        spec.commandLine().usage(System.err);
        return USAGE;
    }
}
