package dev.gateway.cli.service;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.manager.ServiceManagers;
import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;
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
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway service install         as a service of this user",
            "  gateway service status          what is installed, and how it does",
            "",
            "'gateway start', 'stop' and 'restart' go through it once it is installed."
        },
        subcommands = {
            ServiceInstallCommand.class,
            ServiceUninstallCommand.class,
            ServiceShowCommand.class,
            ServiceStatusCommand.class
        })
public final class ServiceCommand implements Runnable {

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: install, uninstall, show or status");
    }

    /** That of this machine and this process. */
    static ServicePlanner planner() {
        String launcher = System.getProperty("gateway.launcher");
        return new ServicePlanner(
                ServiceManagers.system(),
                launcher == null ? null : Path.of(launcher).normalize(),
                StableJavaHome.of(Path.of(System.getProperty("java.home")), System::getenv),
                (home, environment) ->
                        InstalledPlatforms.find(new GatewayHome(home)).configLoader(environment));
    }
}
