package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.DurationConverter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.control.InstanceStopper.Outcome;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFileStatus;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.terminal.Sentence;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.InvalidConfigException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway stop}. */
public final class StopCommand implements Callable<Integer> {

    private static final Duration SERVICE_STOP_TIMEOUT = Duration.ofSeconds(90);

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private final JsonResult json = new JsonResult();

    private boolean now;

    private Duration timeout;

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new StopCommand(context);
        return CommandModel.of(
                        "stop",
                        command,
                        "Ask the gateway of this home to stop, and wait until it and each old"
                                + " process that still finishes its messages have. SIGKILL is used"
                                + " only when the whole budget has passed.")
                .examples(
                        "  gateway stop",
                        "  gateway stop --now           drain nothing, disconnect within 2 s",
                        "",
                        "Exit codes: 0 stopped, or nothing was running; 75 it could not be stopped, 77 it could",
                        "not be found out whether one runs.")
                .global(command.global)
                .options("json", command.json.model())
                .flag(given -> command.now = given, "Do not wait for messages in flight.", "--now")
                .value(
                        Duration.class,
                        new DurationConverter(),
                        given -> command.timeout = given,
                        "DURATION",
                        "Use SIGKILL after this long (default: the budget of the config and 3 s).",
                        "--timeout")
                .spec();
    }

    private StopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        return json.of(context, "stop", global.home(), this::stop);
    }

    private int stop(CommandContext context) throws InterruptedException {
        GatewayHome home = global.home();
        var host = context.host();
        var tail = EventFileReader.fromEnd(home.events());
        try (var reporter = new PhaseReporter(tail, context.out())) {
            var limit = new ForceKillTimeout(reporter, Optional.ofNullable(timeout), budget());
            Optional<ServiceManagerSignals> service =
                    GatewayService.ofHolder(context, home, context.instance(home))
                            .map(owner -> new ServiceManagerSignals(owner, host.signals()));
            ProcessSignals signals =
                    service.<ProcessSignals>map(each -> each).orElse(host.signals());
            var stop = new InstanceStopper(home, host.probe(), host.holders(), signals);
            var report =
                    new StopProgressReporter(
                                    reporter,
                                    limit,
                                    InterruptHook.install(context.err()),
                                    host.probe(),
                                    context.err())
                            .naming(() -> OutgoingProcess.of(home.sessions(), host.probe()));
            Outcome outcome = stop.stop(limit, now, report);
            report.onEnd();
            Optional<String> failure = service.flatMap(ServiceManagerSignals::errorMessage);
            if (failure.isPresent()) {
                context.err().line(failure.get());
                return ExitCode.TRY_AGAIN.number();
            }
            if (service.isPresent()) {
                service.get().awaitRest();
            }
            if (outcome instanceof Outcome.NotRunning) {
                Optional<ExitCode> ended = stopBeforeItsNextStart(context, home);
                if (ended.isPresent()) {
                    return ended.get().number();
                }
            }
            int code = report(context, home, outcome, reporter, report.pidInTrail());
            reportTakeover(context, home, outcome);
            return code;
        }
    }

    /**
     * Stops a service that is between two attempts: nothing runs, but it would start a gateway
     * soon. Returns empty if there is no such service.
     */
    private static Optional<ExitCode> stopBeforeItsNextStart(
            CommandContext context, GatewayHome home) throws InterruptedException {
        Optional<GatewayService> service =
                GatewayService.installed(context, home, Optional.empty(), context.err()::line);
        if (service.isEmpty() || !service.get().isWanted()) {
            return Optional.empty();
        }
        Optional<String> failure = service.get().stop(SERVICE_STOP_TIMEOUT);
        if (failure.isPresent()) {
            context.err()
                    .line(
                            "%s could not be stopped: %s Try '%s'."
                                    .formatted(
                                            service.get().unit(),
                                            Sentence.of(failure.get()),
                                            service.get().manualCommand("stop")));
            return Optional.of(ExitCode.TRY_AGAIN);
        }
        context.out()
                .line(
                        "%s, which was about to start a gateway in %s, is stopped."
                                .formatted(service.get().unit(), home));
        return Optional.of(ExitCode.OK);
    }

    /**
     * Returns the stop budget of the config; the default if the config is invalid, since a gateway
     * must be stoppable then as well.
     */
    private ShutdownBudget budget() {
        try {
            return context.platforms(global.home())
                    .configLoader()
                    .load(global.configFile())
                    .budget();
        } catch (InvalidConfigException e) {
            return ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20));
        }
    }

    /**
     * Reports a gateway that stood by, under a service manager for instance, and has taken over.
     * Only after an instance that ended: one that could not be stopped has no successor.
     */
    private static void reportTakeover(CommandContext context, GatewayHome home, Outcome outcome) {
        Optional<Long> ended =
                outcome instanceof Outcome.Stopped stopped
                        ? Optional.of(stopped.pid())
                        : outcome instanceof Outcome.Killed killed
                                ? Optional.of(killed.pid())
                                : Optional.empty();
        if (ended.isPresent()
                && context.instance(home).lock() instanceof LockStatus.HeldBy successor
                && successor.pid() != ended.get()) {
            context.out()
                    .line(
                            "Gateway (PID %d) stood by and runs now in %s. 'gateway stop' stops it as well."
                                    .formatted(successor.pid(), home));
        }
    }

    private static int report(
            CommandContext context,
            GatewayHome home,
            Outcome outcome,
            PhaseReporter reporter,
            long pidInTrail) {
        if (outcome instanceof Outcome.Unknown unknown) {
            return UnknownLockPrinter.print(unknown.why(), unknown.status(), context.err());
        }
        if (outcome instanceof Outcome.NotRunning not
                && not.view().lock() instanceof LockStatus.Blocked blocked) {
            context.out()
                    .line(
                            "No gateway is running in "
                                    + home
                                    + ". "
                                    + OperatorMessages.blocked(home, blocked));
            return ExitCode.OK.number();
        }
        if (outcome instanceof Outcome.NotRunning not) {
            boolean stale = !(not.view().pidFile() instanceof PidFileStatus.Absent);
            context.out()
                    .line(
                            "No gateway is running in "
                                    + home
                                    + "."
                                    + (stale
                                            ? " Its PID file is left from one that ended without cleaning"
                                                    + " up; the next start recovers it."
                                            : ""));
            return ExitCode.OK.number();
        }
        if (outcome instanceof Outcome.Stopped stopped) {
            reporter.poll(pidInTrail);
            reporter.done();
            context.out()
                    .line(
                            "Gateway (PID %d) stopped in %s."
                                    .formatted(
                                            stopped.pid(), DurationFormat.tenths(stopped.took())));
            return ExitCode.OK.number();
        }
        if (outcome instanceof Outcome.Killed killed) {
            reporter.failed("killed");
            context.out()
                    .line(
                            "Gateway (PID %d) was killed after %s. Its messages are kept; see 'gateway logs'."
                                    .formatted(killed.pid(), DurationFormat.tenths(killed.took())));
            return ExitCode.OK.number();
        }
        context.err().line(((Outcome.Failed) outcome).why());
        return ExitCode.TRY_AGAIN.number();
    }
}
