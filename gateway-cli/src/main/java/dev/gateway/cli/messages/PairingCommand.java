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

/** {@code gateway pairing}: the operator's decision on who may talk to the bot. */
@Command(
        name = "pairing",
        description = {
            "Show who asked to talk to the bot, let them in, or shut them out.",
            "A stranger who writes to the bot is answered with a code, valid for an hour. Works"
                    + " while the gateway runs and while it does not; a change holds for the next"
                    + " message."
        },
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway pairing list                who asked, with the codes, and who may talk",
            "  gateway pairing approve ABCD2345    let in who has this code",
        })
public final class PairingCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new PairingCommand())
                .addSubcommand(new PairingListCommand(context))
                .addSubcommand(new PairingApproveCommand(context))
                .addSubcommand(new PairingRevokeCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, approve or revoke");
    }
}
