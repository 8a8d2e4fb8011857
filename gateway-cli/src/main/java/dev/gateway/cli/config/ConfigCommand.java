package dev.gateway.cli.config;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway config}: what can be done with the config file. */
@Command(
        name = "config",
        description = "Write, check or show the config file.",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config init     write a commented file to begin with",
            "  gateway config check    name everything that is wrong with the file",
        },
        subcommands = {ConfigInitCommand.class, ConfigCheckCommand.class, ConfigShowCommand.class})
public final class ConfigCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: init, check or show");
    }
}
