package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway service show}: prints the definition and changes nothing. */
@Command(
        name = "show",
        description = "Print what 'gateway service install' would write. Changes nothing.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway service show", "  gateway service show --system --run-as bot"})
public final class ServiceShowCommand implements Callable<Integer> {

    @Mixin private GlobalOptions global;

    @Mixin private ServiceOptions options;

    private final CommandContext context;
    private final ServicePlanner planner;

    ServiceShowCommand(CommandContext context) {
        this(context, ServicePlanner.of(context));
    }

    ServiceShowCommand(CommandContext context, ServicePlanner planner) {
        this.context = context;
        this.planner = planner;
    }

    @Override
    public Integer call() throws InterruptedException {
        var definition = new ServiceDefinition(planner, options.scope(), options.request(global));
        try {
            definition.text().lines().forEach(context.out()::line);
            return 0;
        } catch (InvalidConfigException e) {
            return Files.exists(e.file())
                    ? new ConfigProblemPrinter(context.err()).printSummary(e).number()
                    : printUsual(definition, e);
        } catch (IllegalArgumentException e) {
            context.err().line("Cannot write a service definition: " + e.getMessage());
            return ExitCode.CANNOT_CREATE.number();
        }
    }

    /** Prints the definition with default limits, for an operator who has no config yet. */
    private int printUsual(ServiceDefinition definition, InvalidConfigException missing)
            throws InterruptedException {
        context.err().line(missing.getMessage() + " With the usual limits it would be:");
        definition.usualText().lines().forEach(context.out()::line);
        return 0;
    }
}
