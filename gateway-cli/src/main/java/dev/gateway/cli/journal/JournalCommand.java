package dev.gateway.cli.journal;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway journal}: the journal as a whole. */
@Command(
        name = "journal",
        description = {
            "Copy the journal of this home into the database that the config names, or back.",
            "For single messages see 'gateway messages'."
        },
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway journal copy --to postgres    from one host to several",
            "  gateway journal copy --to sqlite      back to one host",
        })
public final class JournalCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new JournalCommand()).addSubcommand(new CopyCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: copy");
    }
}
