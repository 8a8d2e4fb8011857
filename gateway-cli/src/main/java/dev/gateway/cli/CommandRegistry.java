package dev.gateway.cli;

import dev.gateway.cli.config.ConfigCommand;
import dev.gateway.cli.control.ReloadCommand;
import dev.gateway.cli.control.RestartCommand;
import dev.gateway.cli.control.StartCommand;
import dev.gateway.cli.control.StopCommand;
import dev.gateway.cli.doctor.DoctorCommand;
import dev.gateway.cli.login.LoginCommand;
import dev.gateway.cli.messages.ConversationsCommand;
import dev.gateway.cli.messages.MessagesCommand;
import dev.gateway.cli.messages.PairingCommand;
import dev.gateway.cli.messages.SendCommand;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.run.RunCommand;
import dev.gateway.cli.service.ServiceCommand;
import dev.gateway.cli.view.EventsCommand;
import dev.gateway.cli.view.LogsCommand;
import dev.gateway.cli.view.StatusCommand;
import dev.gateway.cli.view.TokensCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the gateway with their summaries, in the order of the help. */
final class CommandRegistry {

    private CommandRegistry() {}

    /**
     * A command of the list.
     *
     * @param summary the first sentence of its description, known without creating the command
     * @param make creates the command
     */
    record CommandEntry(String summary, Function<CommandContext, Object> make) {

        /** Returns a command without options, enough for the list of commands. */
        CommandSpec stub(String name) {
            CommandSpec stub = CommandSpec.create().name(name);
            stub.usageMessage().description(summary);
            return stub;
        }
    }

    static Map<String, CommandEntry> all() {
        Map<String, CommandEntry> all = new LinkedHashMap<>();
        all.put(
                "run",
                new CommandEntry(
                        "Run the gateway in the foreground, until SIGTERM or Ctrl-C.",
                        RunCommand::new));
        all.put(
                "start",
                new CommandEntry(
                        "Start the gateway in the background, and wait until it runs or say why it does not.",
                        StartCommand::new));
        all.put(
                "stop",
                new CommandEntry(
                        "Ask the gateway of this home to stop, and wait until it has.",
                        StopCommand::new));
        all.put(
                "restart",
                new CommandEntry(
                        "Replace the running gateway by a new process: the config is checked and the successor loaded before the old one is told to stop.",
                        RestartCommand::new));
        all.put(
                "reload",
                new CommandEntry(
                        "Have the running gateway read its config again.", ReloadCommand::new));
        all.put(
                "status",
                new CommandEntry(
                        "Show the gateway of this home and each of its platforms.",
                        StatusCommand::new));
        all.put(
                "doctor",
                new CommandEntry(
                        "Check everything this gateway needs, and name the next step for each problem.",
                        DoctorCommand::new));
        all.put(
                "tokens",
                new CommandEntry(
                        "Show every bot token that a gateway of this user polls just now, and which process it is.",
                        TokensCommand::new));
        all.put(
                "events",
                new CommandEntry(
                        "Show the lifecycle trail of this home: what happened, when, to which PID.",
                        EventsCommand::new));
        all.put(
                "logs",
                new CommandEntry(
                        "Show the log of this home, the rotated files included.",
                        LogsCommand::new));
        all.put(
                "messages",
                new CommandEntry(
                        "Show messages that wait or are parked, try them again, or give them up.",
                        MessagesCommand::of));
        all.put(
                "conversations",
                new CommandEntry(
                        "List the conversations in which a message has arrived, the latest first, with the ids that 'gateway send --to' and 'notify' take.",
                        ConversationsCommand::new));
        all.put(
                "send",
                new CommandEntry("Send a text to a conversation, as the bot.", SendCommand::new));
        all.put(
                "pairing",
                new CommandEntry(
                        "Show who asked to talk to the bot, let them in, or shut them out.",
                        PairingCommand::of));
        all.put(
                "config",
                new CommandEntry("Write, check or show the config file.", ConfigCommand::of));
        all.put(
                "login",
                new CommandEntry(
                        "Log in at a platform and keep its token in the home.", LoginCommand::of));
        all.put(
                "service",
                new CommandEntry(
                        "Have systemd (launchd on macOS) run the gateway of this home and start it again whatever ends it.",
                        ServiceCommand::of));
        all.put(
                "completion",
                new CommandEntry(
                        "Print a script that lets the shell complete commands and options, and the accounts, conversations and message ids of the home.",
                        context ->
                                new CompletionCommand(
                                        context, () -> GatewayCli.commandLine(context))));
        all.put(
                HelpCommand.NAME,
                new CommandEntry(HelpCommand.SUMMARY, context -> new HelpCommand()));
        all.put(
                "version",
                new CommandEntry(VersionCommand.SUMMARY, context -> new VersionCommand()));
        return all;
    }
}
