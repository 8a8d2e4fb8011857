package dev.gateway.cli.config;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway config}: the commands for the config file. */
@Command(
        name = "config",
        description = "Write, check or show the config file.",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config init     write a commented file to begin with",
            "  gateway config check    name everything that is wrong with the file",
        })
public final class ConfigCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigInitCommand(context))
                .addSubcommand(new ConfigCheckCommand(context))
                .addSubcommand(new ConfigShowCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: init, check or show");
    }
}
