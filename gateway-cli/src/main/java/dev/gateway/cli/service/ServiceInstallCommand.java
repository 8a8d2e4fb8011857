package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.manager.CommandRunner.Result;
import dev.gateway.cli.service.manager.EnvironmentFile;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceSpec;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.Sentence;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway service install}: writes the definition, or brings it up to date. */
@Command(
        name = "install",
        description =
                "Install the service of this home, or bring it up to date. It starts at the next"
                        + " boot or login; --now starts it at once.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway service install --now",
            "  sudo gateway service install --system --home /srv/bot --run-as bot",
            "",
            "Variables that the config refers to belong into gateway.env in the home: a service",
            "does not see those of your shell."
        })
public final class ServiceInstallCommand implements Callable<Integer> {

    private static final Duration MARGIN = Duration.ofSeconds(30);

    @Mixin private GlobalOptions global;

    @Mixin private ServiceOptions options;

    @Option(names = "--now", description = "Start it as well.")
    private boolean now;

    private final CommandContext context;
    private final ServicePlanner planner;

    ServiceInstallCommand(CommandContext context) {
        this(context, ServicePlanner.of(context));
    }

    ServiceInstallCommand(CommandContext context, ServicePlanner planner) {
        this.context = context;
        this.planner = planner;
    }

    @Override
    public Integer call() throws InterruptedException {
        var definition = new ServiceDefinition(planner, options.scope(), options.request(global));
        ServiceManager manager = definition.manager();
        Path file = manager.file(definition.name());
        if (definition.installed().filter(text -> !manager.isOurs(text)).isPresent()) {
            context.err()
                    .line(file + " was not written by this command. Move it away, then try again.");
            return ExitCode.CANNOT_CREATE.number();
        }
        try {
            ServiceSpec spec = definition.spec();
            String done = write(definition, spec);
            return register(definition, spec, done);
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        } catch (IllegalArgumentException e) {
            context.err().line("Cannot install the service: " + e.getMessage());
        } catch (AccessDeniedException e) {
            context.err().line("No permission for " + e.getFile() + ". Use sudo.");
            return ExitCode.NO_PERMISSION.number();
        } catch (IOException e) {
            context.err().line("Cannot write " + file + ": " + e.getMessage());
        }
        return ExitCode.CANNOT_CREATE.number();
    }

    /** Writes the definition; returns the message to print once the manager has accepted it. */
    private String write(ServiceDefinition definition, ServiceSpec spec) throws IOException {
        ServiceManager manager = definition.manager();
        Path file = manager.file(definition.name());
        String text = manager.definition(spec);
        if (spec.scope() == ServiceScope.SYSTEM) {
            for (Path folder : spec.writable()) {
                OwnedDirectory.create(folder, spec.user().orElseThrow());
            }
        }
        if (definition.installed().filter(text::equals).isPresent()) {
            return manager.unit(definition.name()) + " is up to date (" + file + ").";
        }
        definition.write(text);
        return "%s %s (%s)."
                .formatted(
                        definition.installed().isPresent() ? "Refreshed" : "Installed",
                        manager.unit(definition.name()),
                        file);
    }

    /** Restores the state before the command: half an installation would start nothing. */
    private int undo(ServiceDefinition definition, ServiceSpec spec, Result failure)
            throws IOException, InterruptedException {
        ServiceManager manager = definition.manager();
        Path file = manager.file(definition.name());
        if (definition.installed().isPresent()) {
            definition.write(definition.installed().get());
        } else {
            Files.deleteIfExists(file);
        }
        manager.reloadDefinitions(definition.name());
        context.err()
                .line(
                        "%s %s: %s %s"
                                .formatted(
                                        manager.unit(definition.name()),
                                        definition.installed().isPresent()
                                                ? "stays as it was"
                                                : "is not installed",
                                        Sentence.of(failure.errorMessage()),
                                        manager.remedy(
                                                failure,
                                                "sudo gateway service install --system --home "
                                                        + spec.home())));
        return ExitCode.TRY_AGAIN.number();
    }

    private int register(ServiceDefinition definition, ServiceSpec spec, String done)
            throws IOException, InterruptedException {
        ServiceManager manager = definition.manager();
        String unit = manager.unit(definition.name());
        Result registered = manager.register(definition.name());
        if (!registered.ok()) {
            return undo(definition, spec, registered);
        }
        context.out().line(done);
        warn(definition, spec);
        if (!now) {
            Optional<ServiceState> state = manager.state(unit);
            boolean runs = state.filter(ServiceState::isWanted).isPresent();
            context.out()
                    .line(
                            runs
                                    ? "It runs; what changed counts from its next restart on."
                                    : "Start it now: 'gateway start%s' or '%s'."
                                            .formatted(
                                                    global.repeated(),
                                                    manager.manualCommand("start", unit)));
            return 0;
        }
        Result started = manager.start(unit, Duration.ofSeconds(spec.startSeconds()).plus(MARGIN));
        if (!started.ok()) {
            context.err()
                    .line(
                            "It does not run yet: %s See 'gateway service status' and 'gateway logs'."
                                    .formatted(Sentence.of(started.errorMessage())));
            return ExitCode.TRY_AGAIN.number();
        }
        context.out().line("Started.");
        return 0;
    }

    private void warn(ServiceDefinition definition, ServiceSpec spec) throws InterruptedException {
        for (String name : definition.missingVariables(spec)) {
            context.err()
                    .line(
                            "%s, which the service will not have: put %s=… into %s (chmod 600)."
                                    .formatted(
                                            ProxyPolicy.VARIABLES.contains(name)
                                                    ? "This shell has a proxy with a password in "
                                                            + name
                                                    : "The config refers to ${" + name + "}",
                                            name,
                                            spec.environmentFile()));
        }
        if (EnvironmentFile.isReadableByOthers(spec.environmentFile())) {
            context.err()
                    .line(
                            "Others can read %s: chmod 600 %s"
                                    .formatted(spec.environmentFile(), spec.environmentFile()));
        }
        definition.manager().lingeringHint().ifPresent(context.out()::line);
    }
}
