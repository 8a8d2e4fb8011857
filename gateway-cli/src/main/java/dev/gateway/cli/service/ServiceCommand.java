package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway service}: the gateway as a service of systemd, or of launchd on macOS. */
@Command(
        name = "service",
        description =
                "Have systemd (launchd on macOS) run the gateway of this home and start it again"
                        + " whatever ends it.",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway service install         as a service of this user",
            "  gateway service status          what is installed, and how it does",
            "",
            "'gateway start', 'stop' and 'restart' go through it once it is installed."
        })
public final class ServiceCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new ServiceCommand())
                .addSubcommand(new ServiceInstallCommand(context))
                .addSubcommand(new ServiceUninstallCommand(context))
                .addSubcommand(new ServiceShowCommand(context))
                .addSubcommand(new ServiceStatusCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: install, uninstall, show or status");
    }
}
