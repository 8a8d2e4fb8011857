package dev.gateway.cli;

import dev.gateway.cli.config.ConfigCommand;
import dev.gateway.cli.control.ReloadCommand;
import dev.gateway.cli.control.RestartCommand;
import dev.gateway.cli.control.StartCommand;
import dev.gateway.cli.control.StopCommand;
import dev.gateway.cli.doctor.DoctorCommand;
import dev.gateway.cli.login.LoginCommand;
import dev.gateway.cli.manual.CompletionCommand;
import dev.gateway.cli.messages.MessagesCommand;
import dev.gateway.cli.messages.SendCommand;
import dev.gateway.cli.run.RunCommand;
import dev.gateway.cli.service.ServiceCommand;
import dev.gateway.cli.terminal.LastWords;
import dev.gateway.cli.view.EventsCommand;
import dev.gateway.cli.view.LogsCommand;
import dev.gateway.cli.view.StatusCommand;
import dev.gateway.cli.view.TokensCommand;
import dev.gateway.core.config.NearestName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config init      write a commented config to fill in",
            "  gateway start            start it in the background",
            "  gateway status --watch   see what it does",
            "",
            "'gateway COMMAND --help' tells more."
        })
public final class GatewayCli implements Runnable {

    private static final int USAGE = 64;

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
            code = Trouble.print("gateway", e); // Errors: picocli passes them on
        }
        LastWords.flush();
        Runtime.getRuntime().halt(code);
    }

    /** The command line for these arguments; also used to load its classes ahead. */
    public static CommandLine commandLine(String... args) {
        var line = new CommandLine(new GatewayCli());
        Map<String, Supplier<Object>> commands = commands();
        // Describing a command takes reflection; the one that is asked for is enough to run it.
        String wanted = args.length > 0 ? args[0] : "";
        if (commands.containsKey(wanted)) {
            line.addSubcommand(wanted, commands.get(wanted).get());
        } else {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, new PathConverter(System::getenv));
        line.registerConverter(Pattern.class, GatewayCli::pattern);
        line.registerConverter(URI.class, GatewayCli::uri);
        line.setExecutionStrategy(new NoEmptyArguments(new CommandLine.RunLast()));
        line.setParameterExceptionHandler(GatewayCli::complain);
        line.setExecutionExceptionHandler(
                (e, failed, result) -> Trouble.print(failed.getCommandName(), e));
        return line;
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("start", StartCommand::new);
        commands.put("stop", StopCommand::new);
        commands.put("restart", RestartCommand::new);
        commands.put("reload", ReloadCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("tokens", TokensCommand::new);
        commands.put("events", EventsCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("messages", MessagesCommand::new);
        commands.put("send", SendCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("login", LoginCommand::new);
        commands.put("service", ServiceCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
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

    private static int complain(ParameterException e, String[] args) {
        System.err.println(
                "%s.%s See '%s --help'."
                        .formatted(
                                e.getMessage().lines().findFirst().orElse("Wrong usage"),
                                nearest(e),
                                e.getCommandLine().getCommandSpec().qualifiedName()));
        return USAGE;
    }

    private static String nearest(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String given = unmatched.getUnmatched().get(0).split("=", 2)[0];
        Set<String> known = given.startsWith("-") ? command.optionsMap().keySet() : names(command);
        return NearestName.among(given, known)
                .map(name -> " Did you mean '%s'?".formatted(name))
                .orElse("");
    }

    /** Only the command that was asked for may have been described. */
    private static Set<String> names(CommandSpec command) {
        return command.parent() == null ? commands().keySet() : command.subcommands().keySet();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
