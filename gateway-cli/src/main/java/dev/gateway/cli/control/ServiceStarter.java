package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A start or restart through the service manager, with the gateway's own events shown meanwhile.
 * Ctrl-C ends this command, not the service manager's work.
 */
final class ServiceStarter {

    private static final long POLL_MILLIS = 20;

    /** The time limit for loading, as for a gateway without a service. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);

    private final CommandContext context;
    private final GatewayService service;
    private final GatewayHome home;
    private final PhaseReporter reporter;
    private final Duration limit;

    ServiceStarter(
            CommandContext context,
            GatewayService service,
            GatewayHome home,
            GatewayConfig config,
            PhaseReporter reporter) {
        this.context = context;
        this.service = service;
        this.home = home;
        this.reporter = reporter;
        // The gateway may wait for the whole stop of its predecessor, then for its tokens.
        this.limit =
                LOAD_TIMEOUT.plus(config.tokenWait()).plus(config.budget().serviceManagerTimeout());
    }

    private interface ServiceCall {
        Optional<String> run() throws InterruptedException;
    }

    /** Starts the service; returns the exit code. */
    int start() throws InterruptedException {
        reporter.begin(service.kind() + " starts " + service.unit());
        return follow(() -> service.start(limit));
    }

    /** Restarts the service; returns the exit code. */
    int restart() throws InterruptedException {
        reporter.begin(service.kind() + " restarts " + service.unit());
        return follow(() -> service.restart(limit));
    }

    private int follow(ServiceCall call) throws InterruptedException {
        var task = new FutureTask<>(call::run);
        var thread = new Thread(task, "service-job");
        thread.setDaemon(true);
        thread.start();
        Optional<String> failure = await(task);
        reporter.pollAll();
        Optional<ServiceState> state = service.state();
        if (failure.isEmpty()) {
            reporter.done();
            context.out()
                    .line(
                            "Gateway is %s%s in %s, run by %s."
                                    .formatted(
                                            state.map(
                                                                    now ->
                                                                            reporter.reached(
                                                                                    now.pid(),
                                                                                    GatewayState
                                                                                            .DEGRADED))
                                                            .orElse(false)
                                                    ? "degraded"
                                                    : "running",
                                            state.filter(now -> now.pid() > 0)
                                                    .map(now -> " (PID " + now.pid() + ")")
                                                    .orElse(""),
                                            home,
                                            service.unit()));
            return ExitCode.OK.number();
        }
        return failed(failure.get(), state);
    }

    private Optional<String> await(FutureTask<Optional<String>> task) throws InterruptedException {
        while (true) {
            try {
                return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                reporter.pollAll();
            } catch (ExecutionException e) {
                return Optional.of(String.valueOf(e.getCause()));
            }
        }
    }

    private int failed(String failure, Optional<ServiceState> state) {
        int code =
                state.map(ServiceState::exitStatus)
                        .filter(status -> status != 0)
                        .orElse(ExitCode.TRY_AGAIN.number());
        reporter.failed("it did not come up");
        context.err()
                .line(
                        state.map(ServiceState::text)
                                .filter(text -> text.startsWith("Failed"))
                                .orElse(failure));
        context.err()
                .line(
                        state.filter(ServiceState::isWanted).isPresent()
                                ? "%s goes on trying; see 'gateway logs' and '%s'."
                                        .formatted(service.kind(), service.manualCommand("status"))
                                : "See 'gateway logs' and '%s'."
                                        .formatted(service.manualCommand("status")));
        return code;
    }
}
