package dev.gateway.cli;

import dev.gateway.cli.cluster.ClusterCommand;
import dev.gateway.cli.config.ConfigCommand;
import dev.gateway.cli.control.ReloadCommand;
import dev.gateway.cli.control.RestartCommand;
import dev.gateway.cli.control.StartCommand;
import dev.gateway.cli.control.StopCommand;
import dev.gateway.cli.doctor.DoctorCommand;
import dev.gateway.cli.journal.JournalCommand;
import dev.gateway.cli.login.LoginCommand;
import dev.gateway.cli.messages.ConversationsCommand;
import dev.gateway.cli.messages.MessagesCommand;
import dev.gateway.cli.messages.PairingCommand;
import dev.gateway.cli.messages.SendCommand;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.run.RunCommand;
import dev.gateway.cli.service.ServiceCommand;
import dev.gateway.cli.view.EventsCommand;
import dev.gateway.cli.view.LogsCommand;
import dev.gateway.cli.view.StatusCommand;
import dev.gateway.cli.view.TokensCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the gateway with their summaries, in the order of the help. */
final class CommandRegistry {

    private CommandRegistry() {}

    /** Returns the commands; the value is the first sentence of the description. */
    static Map<String, String> summaries() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("run", "Run the gateway in the foreground, until SIGTERM or Ctrl-C.");
        all.put(
                "start",
                "Start the gateway in the background, and wait until it runs or say why it does not.");
        all.put(
                "stop",
                "Ask the gateway of this home to stop, and wait until it and each old process that still finishes its messages have.");
        all.put(
                "restart",
                "Replace the running gateway by a new process: the config is checked and the successor loaded, then each platform passes on by itself; the old process finishes its messages beside the new one.");
        all.put("reload", "Have the running gateway read its config again.");
        all.put("status", "Show the gateway of this home and each of its platforms.");
        all.put(
                "doctor",
                "Check everything this gateway needs, and name the next step for each problem.");
        all.put(
                "tokens",
                "Show every bot token that a gateway of this user polls just now, and which process it is.");
        all.put(
                "cluster",
                "Show the hosts that share the journal, and which of them has which account.");
        all.put(
                "events",
                "Show the lifecycle trail of this home: what happened, when, to which PID.");
        all.put("logs", "Show the log of this home, the rotated files included.");
        all.put(
                "messages",
                "Show messages that wait or are parked, try them again, or give them up.");
        all.put(
                "conversations",
                "List the conversations in which a message has arrived, the latest first, with the ids that 'gateway send --to' and 'notify' take.");
        all.put("send", "Send a text to a conversation, as the bot.");
        all.put("pairing", "Show who asked to talk to the bot, let them in, or shut them out.");
        all.put(
                "journal",
                "Copy the journal of this home into the database that the config names, or back.");
        all.put("config", "Write, check or show the config file.");
        all.put("login", "Log in at a platform and keep its token in the home.");
        all.put(
                "service",
                "Have systemd (launchd on macOS) run the gateway of this home and start it again whatever ends it.");
        all.put(
                "completion",
                "Print a script that lets the shell complete commands and options, and the accounts, conversations and message ids of the home.");
        all.put(HelpCommand.NAME, HelpCommand.SUMMARY);
        all.put("version", VersionCommand.SUMMARY);
        return all;
    }

    /**
     * Creates a command: a command line, or its description. A switch loads the classes of this
     * command alone, and a short command is over before those of all others were loaded.
     */
    static Object create(String name, CommandContext context) {
        return switch (name) {
            case "run" -> RunCommand.of(context);
            case "start" -> StartCommand.of(context);
            case "stop" -> StopCommand.of(context);
            case "restart" -> RestartCommand.of(context);
            case "reload" -> ReloadCommand.of(context);
            case "status" -> StatusCommand.of(context);
            case "doctor" -> new DoctorCommand(context);
            case "tokens" -> TokensCommand.of(context);
            case "cluster" -> ClusterCommand.of(context);
            case "events" -> EventsCommand.of(context);
            case "logs" -> new LogsCommand(context);
            case "messages" -> MessagesCommand.of(context);
            case "conversations" -> new ConversationsCommand(context);
            case "send" -> new SendCommand(context);
            case "pairing" -> PairingCommand.of(context);
            case "journal" -> JournalCommand.of(context);
            case "config" -> ConfigCommand.of(context);
            case "login" -> LoginCommand.of(context);
            case "service" -> ServiceCommand.of(context);
            case "completion" ->
                    new CompletionCommand(context, () -> GatewayCli.commandLine(context));
            case HelpCommand.NAME -> HelpCommand.of();
            case "version" -> VersionCommand.of();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Returns a command without options, enough for the list of commands. */
    static CommandSpec stub(String name, String summary) {
        CommandSpec stub = CommandModel.group(null).name(name);
        stub.usageMessage().description(summary);
        return stub;
    }
}
