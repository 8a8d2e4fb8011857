package dev.gateway.cli;

import dev.gateway.cli.log.LogbackBinding;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.PathConverter;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.FinalOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.HelpRenderer;
import dev.gateway.core.terminal.Sentence;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gateway} command. */
public final class GatewayCli implements Callable<Integer> {

    private static final int MAX_SHOWN = 60;

    private final CommandContext context;

    private final CommandSpec spec;

    private GatewayCli(CommandContext context) {
        this.context = context;
        this.spec =
                CommandModel.of("gateway", this, "One gateway per home, one poller per bot token.")
                        .examples(
                                "  gateway config init      write a commented config to fill in",
                                "  gateway start            start it in the background",
                                "  gateway status --watch   see what it does",
                                "",
                                "'gateway COMMAND --help' tells more.")
                        .global(new GlobalOptions())
                        .spec();
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    }

    /**
     * Runs a command and ends the JVM with its exit code. It halts: everything is closed by then,
     * and no thread that an adapter left behind can hold the process.
     */
    public static void main(String[] args) {
        LogbackBinding.select(List.of(args).contains("run"));
        int code;
        try {
            code = commandLine(args).execute(args);
        } catch (RuntimeException | Error e) {
            code = UncaughtExceptionPrinter.print("gateway", e); // picocli passes errors on
        }
        FinalOutput.flush();
        Runtime.getRuntime().halt(code);
    }

    /** Returns the whole command line, with every command described, for this process. */
    public static CommandLine commandLine() {
        return commandLine(CommandContext.system());
    }

    static CommandLine commandLine(CommandContext context) {
        return commandLine(context, name -> true);
    }

    /**
     * Returns the command line for these arguments. To describe a command takes time, so only the
     * commands that the arguments name are described; of the others it has the list's summary. If
     * the first argument is a command, nothing can ask for another one.
     */
    public static CommandLine commandLine(String... args) {
        CommandContext context = CommandContext.system();
        if (args.length > 0 && isOnlyCommand(args)) {
            CommandLine line = alone(context);
            if (!args[0].startsWith("-")) {
                line.addSubcommand(args[0], CommandRegistry.create(args[0], context));
            }
            return configure(line, context);
        }
        return commandLine(context, new HashSet<>(List.of(args))::contains);
    }

    private static boolean isOnlyCommand(String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            return true;
        }
        return !args[0].equals(HelpCommand.NAME)
                && CommandRegistry.summaries().containsKey(args[0]);
    }

    private static CommandLine commandLine(CommandContext context, Predicate<String> described) {
        CommandLine line = alone(context);
        CommandRegistry.summaries()
                .forEach(
                        (name, summary) ->
                                line.addSubcommand(
                                        name,
                                        described.test(name)
                                                ? CommandRegistry.create(name, context)
                                                : CommandRegistry.stub(name, summary)));
        return configure(line, context);
    }

    private static CommandLine alone(CommandContext context) {
        return new CommandLine(new GatewayCli(context).spec);
    }

    /** Gives {@code line} the converters, the help and the error messages of all commands. */
    public static CommandLine configure(CommandLine line, CommandContext context) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, new PathConverter(System::getenv));
        line.registerConverter(Pattern.class, GatewayCli::pattern);
        line.registerConverter(URI.class, GatewayCli::uri);
        line.setExecutionStrategy(new EmptyArgumentCheck(new CommandLine.RunLast(), context));
        line.setParameterExceptionHandler((e, args) -> printUsageError(e, context.err()));
        line.setExecutionExceptionHandler(
                (e, failed, result) -> UncaughtExceptionPrinter.print(failed.getCommandName(), e));
        new HelpRenderer(GlobalOptions::include).applyTo(line);
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

    private static int printUsageError(ParameterException e, ConsoleOutput err) {
        String message = message(e);
        err.line(
                "%s%s See '%s --help'."
                        .formatted(
                                Sentence.of(message),
                                nearest(e),
                                e.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.USAGE.number();
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            boolean group = !e.getCommandLine().getSubcommands().isEmpty();
            return "Un%s '%s'"
                    .formatted(
                            group ? "known command" : "expected argument",
                            TerminalSanitizer.line(unmatched.getUnmatched().get(0), MAX_SHOWN));
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

    /** Prints the help as an error, since no command was given. */
    @Override
    public Integer call() {
        spec.commandLine().setUsageHelpWidth(HelpRenderer.width(context.err().width()));
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.number();
    }
}
