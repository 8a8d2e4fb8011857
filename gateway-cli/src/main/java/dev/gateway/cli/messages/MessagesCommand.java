package dev.gateway.cli.messages;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway messages}: what an operator can see and do in the journal. */
@Command(
        name = "messages",
        description = {
            "Show messages that wait or are parked, try them again, or give them up.",
            "Works while the gateway runs and while it does not."
        },
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages list              what waits and what is parked",
            "  gateway messages retry --parked    try everything that is parked again",
        },
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            RetryCommand.class,
            DropCommand.class,
            AcknowledgeCommand.class
        })
public final class MessagesCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, show, retry, drop or acknowledge");
    }
}
