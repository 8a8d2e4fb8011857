package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.control.InstanceStopper.Outcome;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.control.TakeoverLock;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code gateway restart}: the successor is loaded and waits for the lock before the old instance
 * is asked to stop, so the kernel hands over within milliseconds.
 */
@Command(
        name = "restart",
        description =
                "Replace the running gateway by a new process: the config is checked and the"
                        + " successor loaded before the old one is told to stop.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway restart",
            "  gateway restart --config new.yaml   a broken config stops nothing (exit 78)",
            "",
            "Nothing running: starts one. The exit code is 0 or that of 'gateway run'; 75 where the",
            "gateway is the main process of a container, which only the container's engine restarts."
        })
public final class RestartCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Mixin private JsonResult json;

    /** Creates the command. */
    public RestartCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        return json.of(context, "restart", global.home(), this::restart);
    }

    private int restart(CommandContext context) throws InterruptedException {
        GatewayHome home = global.home();
        var host = context.host();
        InstanceView first = context.instance(home);
        if (first.lock().state() == LockStatus.State.UNKNOWN) {
            return UnknownLockPrinter.print(home, first.lock(), context.err());
        }
        Optional<GatewayService> owner =
                first.lock().isHeld()
                        ? service(context, first)
                        // A start checks again and reports it if systemd does not answer.
                        : GatewayService.installed(context, home, Optional.empty(), unclear -> {});
        GatewayConfig config;
        try {
            config = config(context, owner);
        } catch (InvalidConfigException e) {
            int code = new ConfigProblemPrinter(context.err()).printSummary(e).number();
            owner.map(GatewayService::variablesHint).ifPresent(context.err()::line);
            return code;
        }
        Optional<Long> before = first.namedPid();
        if (!first.lock().isHeld()) {
            return StartCommand.start(context, global, config);
        }
        try (TakeoverLock turn = turn(home, config)) {
            if (turn == null) {
                context.err()
                        .line(
                                OperatorMessages.raceLost(holderOfTurn(home, host))
                                        + " It restarts "
                                        + home
                                        + "; see 'gateway status'.");
                return ExitCode.TRY_AGAIN.number();
            }
            InstanceView now = context.instance(home);
            if (now.lock().state() != LockStatus.State.HELD) {
                return StartCommand.start(context, global, config);
            }
            if (before.isPresent() && !now.namedPid().equals(before)) {
                context.out()
                        .line(
                                "Another command restarted it meanwhile: gateway is running%s in %s."
                                        .formatted(
                                                now.namedPid()
                                                        .map(pid -> " (PID " + pid + ")")
                                                        .orElse(""),
                                                home));
                return ExitCode.OK.number();
            }
            Optional<GatewayService> service = service(context, now);
            if (service.isPresent()) {
                return throughService(context, service.get(), config, now);
            }
            var container = ContainerMainProcess.system(host.probe());
            Optional<Long> main = now.namedPid().filter(container::matches);
            if (main.isPresent()) {
                context.err().line(container.refusal(main.get()));
                return ExitCode.TRY_AGAIN.number();
            }
            return handOver(context, config);
        } catch (IOException e) {
            StartupException failure = StartupException.of(e, home.takeoverLock());
            context.err().line(failure.getMessage());
            return failure.code().number();
        }
    }

    /**
     * Returns the config as the successor will read it: a service has other variables than this
     * shell.
     *
     * @throws InvalidConfigException if the successor would not come up with it
     */
    private GatewayConfig config(CommandContext context, Optional<GatewayService> service)
            throws InvalidConfigException, InterruptedException {
        boolean itsOwn =
                service.isPresent()
                        && (!global.hasOwnConfig() || service.get().runsWith(global.configFile()));
        return itsOwn
                ? service.get().config()
                : CommandConfigLoader.load(context, global.home(), global.configFile());
    }

    /** Returns the service of the running gateway, or the one that stands by to take over. */
    private Optional<GatewayService> service(CommandContext context, InstanceView now)
            throws InterruptedException {
        Optional<GatewayService> owner = GatewayService.ofHolder(context, global.home(), now);
        if (owner.isPresent()) {
            return owner;
        }
        Optional<GatewayService> installed =
                GatewayService.installed(context, global.home(), Optional.empty(), unclear -> {});
        return installed.isPresent() && installed.get().isWanted() ? installed : Optional.empty();
    }

    private int throughService(
            CommandContext context, GatewayService service, GatewayConfig config, InstanceView now)
            throws InterruptedException {
        if (global.hasOwnConfig() && !service.runsWith(global.configFile())) {
            context.err()
                    .line(
                            "%s runs with another config. Have it use this one: 'gateway service install%s'."
                                    .formatted(service.unit(), global.repeated()));
            return ExitCode.USAGE.number();
        }
        GatewayHome home = global.home();
        HostServices host = context.host();
        try (var reporter =
                new PhaseReporter(EventFileReader.fromEnd(home.events()), context.out())) {
            var start = new ServiceStarter(context, service, home, config, reporter);
            boolean itsOwn = GatewayService.ofHolder(context, home, now).isPresent();
            int code;
            if (itsOwn && service.restartsByItself()) {
                code = start.restart();
            } else {
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
                    return ExitCode.TRY_AGAIN.number();
                }
                if (outcome instanceof Outcome.Unknown unknown) {
                    return UnknownLockPrinter.print(unknown.why(), unknown.status(), context.err());
                }
                code = start.start();
            }
            Optional<Long> successor = context.instance(home).namedPid();
            if (code == 0 && now.namedPid().isPresent() && successor.isPresent()) {
                printGap(context, reporter, now.namedPid().get(), successor.get());
            }
            return code;
        }
    }

    private static TakeoverLock turn(GatewayHome home, GatewayConfig config)
            throws IOException, InterruptedException {
        return TakeoverLock.acquire(home, config.budget().serviceManagerTimeout()).orElse(null);
    }

    private static Optional<Long> holderOfTurn(GatewayHome home, HostServices host) {
        return host.holders().of(home.takeoverLock()).any();
    }

    private int handOver(CommandContext context, GatewayConfig config) throws InterruptedException {
        var tail = EventFileReader.fromEnd(global.home().events());
        try (var reporter = new PhaseReporter(tail, context.out())) {
            return handOver(context, config, reporter);
        }
    }

    private int handOver(CommandContext context, GatewayConfig config, PhaseReporter reporter)
            throws InterruptedException {
        GatewayHome home = global.home();
        HostServices host = context.host();
        var successor = new GatewayLaunch(context, home, config, reporter);
        try {
            successor.launch(RunArguments.of(global, true));
        } catch (IOException e) {
            StartupException failure = StartupException.of(e, home.console());
            context.err().line("Cannot start the successor: " + failure.getMessage());
            return failure.code().number();
        }
        // Before the old one is asked to stop, an interrupted restart must leave nothing behind.
        var interrupt = InterruptHook.install(context.err());
        interrupt.setAction(successor::abandon, "Not restarted; the old gateway goes on.");
        reporter.begin("successor (PID %d) loads".formatted(successor.pid()));
        if (!successor.awaitStandby()) {
            interrupt.clear();
            Optional<Integer> code = successor.exitCode();
            successor.abandon();
            reporter.failed("it did not come up");
            context.err().line("The successor did not come up; the old gateway goes on.");
            successor.printLastOutput();
            return code.filter(one -> one != 0).orElse(ExitCode.TRY_AGAIN.number());
        }
        var limit = new ForceKillTimeout(reporter, Optional.empty(), config.budget());
        var stop = new InstanceStopper(home, host.probe(), host.holders(), host.signals());
        var report =
                new StopProgressReporter(
                        reporter, limit, interrupt, host.probe(), context.err(), successor.pid());
        Outcome outcome = stop.stop(limit, false, report);
        if (outcome instanceof Outcome.Failed failed) {
            context.err().line(failed.why());
            return ExitCode.TRY_AGAIN.number();
        }
        if (outcome instanceof Outcome.Unknown unknown) {
            return UnknownLockPrinter.print(unknown.why(), unknown.status(), context.err());
        }
        reporter.begin("successor (PID %d) takes over".formatted(successor.pid()));
        int code = successor.awaitUp();
        if (code != 0) {
            successor.printLastOutput();
        } else if (outcome instanceof Outcome.Stopped) {
            printGap(context, reporter, report.pidInTrail(), successor.pid());
        }
        return code;
    }

    /** Prints the time from the last step of the old instance to the new one's lock and tokens. */
    private static void printGap(
            CommandContext context, PhaseReporter reporter, long old, long successor) {
        Optional<RecordedEvent> gone = reporter.last(old, EventType.INTAKE_STOPPED);
        Optional<RecordedEvent> ended = reporter.last(old, EventType.STOPPED);
        Optional<RecordedEvent> taken = reporter.last(successor, EventType.LOCK_ACQUIRED);
        if (gone.isPresent() && ended.isPresent() && taken.isPresent()) {
            context.out()
                    .line(
                            String.format(
                                    Locale.ROOT,
                                    "Handed over from PID %d to PID %d: lock passed on in %.0f ms,"
                                            + " no polling for %.0f ms.",
                                    old,
                                    successor,
                                    millis(ended.get(), taken.get()),
                                    millis(
                                            gone.get(),
                                            reporter.last(successor, EventType.TOKEN_ACQUIRED)
                                                    .orElse(taken.get()))));
        }
    }

    private static double millis(RecordedEvent from, RecordedEvent to) {
        return Math.max(0, (to.monoNanos() - from.monoNanos()) / 1e6);
    }
}
