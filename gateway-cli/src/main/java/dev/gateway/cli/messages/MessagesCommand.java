package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway messages}: the operator's access to the journal. */
@Command(
        name = "messages",
        description = {
            "Show messages that wait or are parked, try them again, or give them up.",
            "Works while the gateway runs and while it does not."
        },
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages list              what waits and what is parked",
            "  gateway messages retry --parked    try everything that is parked again",
        })
public final class MessagesCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new MessagesCommand())
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new ShowCommand(context))
                .addSubcommand(new RetryCommand(context))
                .addSubcommand(new DropCommand(context))
                .addSubcommand(new AcknowledgeCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, show, retry, drop or acknowledge");
    }
}
