package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.control.InstanceStopper.Outcome;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.shutdown.ExitCode;
import java.util.Optional;

/**
 * The restart of a gateway that a service manager owns, or that stands in the way of one: inside
 * the unit where that is possible, else in the order of the service manager.
 */
final class ServiceRestart {

    private final CommandContext context;
    private final GatewayService service;
    private final GatewayHome home;
    private final GatewayConfig config;
    private final PhaseReporter reporter;

    ServiceRestart(
            CommandContext context,
            GatewayService service,
            GatewayHome home,
            GatewayConfig config,
            PhaseReporter reporter) {
        this.context = context;
        this.service = service;
        this.home = home;
        this.config = config;
        this.reporter = reporter;
    }

    /** Restarts the gateway that {@code now} shows; returns the exit code. */
    int run(InstanceView now) throws InterruptedException {
        boolean itsOwn = GatewayService.ofHolder(context, home, now).isPresent();
        var starter = new ServiceStarter(context, service, home, config, reporter);
        if (itsOwn && !service.restartsByItself()) {
            context.err()
                    .line(
                            "%s knows one process of a job: %s is stopped first, and then started."
                                    .formatted(service.kind(), service.unit()));
        }
        if (!itsOwn || !service.restartsByItself()) {
            Optional<Integer> failure = stop();
            return failure.isPresent() ? failure.get() : starter.start();
        }
        Optional<ProcessIdentity> holder = now.holder();
        var handover = new ServiceHandover(context, service, home, config, reporter);
        Optional<String> obstacle =
                holder.isPresent()
                        ? handover.obstacle(holder.get())
                        : Optional.of("the running process cannot be seen from here");
        if (obstacle.isEmpty()) {
            Optional<Integer> code = handover.run(holder.get());
            if (code.isPresent()) {
                return code.get();
            }
            obstacle = Optional.of("the running process could not be asked");
        }
        context.err()
                .line(
                        "%s restarts %s in its own order, messages in flight first and polls again afterwards: %s."
                                .formatted(service.kind(), service.unit(), obstacle.get()));
        return starter.restart();
    }

    /** Stops the gateway directly; returns the exit code of a failure, or empty. */
    private Optional<Integer> stop() throws InterruptedException {
        HostServices host = context.host();
        var limit = new ForceKillTimeout(reporter, Optional.empty(), config.budget());
        var stop = new InstanceStopper(home, host.probe(), host.holders(), host.signals());
        var report =
                new StopProgressReporter(
                        reporter,
                        limit,
                        InterruptHook.install(context.err()),
                        host.probe(),
                        context.err());
        Outcome outcome = stop.stop(limit, false, report);
        if (outcome instanceof Outcome.Failed failed) {
            context.err().line(failed.why());
            return Optional.of(ExitCode.TRY_AGAIN.number());
        }
        return outcome instanceof Outcome.Unknown unknown
                ? Optional.of(
                        UnknownLockPrinter.print(unknown.why(), unknown.status(), context.err()))
                : Optional.empty();
    }
}
