package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.manager.CommandRunner.Result;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.Sentence;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway service uninstall}: stops the service and deletes its definition. */
@Command(
        name = "uninstall",
        description =
                "Stop the service of this home and delete its definition. The home is left alone.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway service uninstall",
            "  sudo gateway service uninstall --system --home /srv/bot"
        })
public final class ServiceUninstallCommand implements Callable<Integer> {

    /** The time limit for a stop, which the service manager ends long before. */
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(10);

    @Mixin private GlobalOptions global;

    @Mixin private ServiceOptions options;

    private final CommandContext context;
    private final ServicePlanner planner;

    ServiceUninstallCommand(CommandContext context) {
        this(context, ServicePlanner.of(context));
    }

    ServiceUninstallCommand(CommandContext context, ServicePlanner planner) {
        this.context = context;
        this.planner = planner;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceManager manager = planner.managers().of(options.scope());
        Path home = options.request(global).home();
        String name = planner.name(home);
        Path file = manager.file(name);
        Optional<String> installed = planner.installed(manager, home);
        if (installed.isEmpty()) {
            context.out().line("No service is installed for " + home + ".");
            return 0;
        }
        if (!manager.isOurs(installed.get())) {
            context.err()
                    .line(
                            file
                                    + " was not written by 'gateway service install'. Delete it by hand.");
            return ExitCode.CANNOT_CREATE.number();
        }
        if (!Files.isWritable(file.getParent())) {
            context.err().line("No permission to delete " + file + ". Use sudo.");
            return ExitCode.NO_PERMISSION.number();
        }
        boolean ran = manager.state(manager.unit(name)).filter(ServiceState::isWanted).isPresent();
        Result unregistered = manager.unregister(name, STOP_TIMEOUT);
        if (!unregistered.ok() && ran) {
            context.err()
                    .line(
                            "%s could not be stopped: %s Nothing was deleted."
                                    .formatted(
                                            manager.unit(name),
                                            Sentence.of(unregistered.errorMessage())));
            return ExitCode.TRY_AGAIN.number();
        }
        return delete(manager, name, file, ran);
    }

    private int delete(ServiceManager manager, String name, Path file, boolean ran)
            throws InterruptedException {
        try {
            Files.deleteIfExists(file);
        } catch (AccessDeniedException e) {
            context.err().line("No permission to delete " + file + ". Use sudo.");
            return ExitCode.NO_PERMISSION.number();
        } catch (IOException e) {
            context.err().line("Cannot delete " + file + ": " + e.getMessage());
            return ExitCode.CANNOT_CREATE.number();
        }
        manager.reloadDefinitions(name);
        context.out()
                .line(
                        "%s is uninstalled%s."
                                .formatted(
                                        manager.unit(name),
                                        ran ? "; its gateway was stopped" : ""));
        return 0;
    }
}
