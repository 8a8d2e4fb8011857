package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.InstanceHandover;
import dev.gateway.core.control.InstanceHandover.Outcome;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.control.TakeoverLock;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code gateway restart}: the successor is loaded and waits for the lock before the old instance
 * is asked to pass its home on, so the kernel hands over within milliseconds.
 */
public final class RestartCommand implements Callable<Integer> {

    /** The wait for the first polls of platforms that have passed on. */
    private static final Duration LAST_POLLS = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 10;

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private final JsonResult json = new JsonResult();

    private Optional<HandoverSummary> summary = Optional.empty();

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new RestartCommand(context);
        return CommandModel.of(
                        "restart",
                        command,
                        "Replace the running gateway by a new process: the config is checked and the"
                                + " successor loaded, then each platform passes on by itself; the old"
                                + " process finishes its messages beside the new one.")
                .examples(
                        "  gateway restart",
                        "  gateway restart --config new.yaml   a broken config stops nothing (exit 78)",
                        "  gateway restart --json | jq .gaps_ms   how long each platform was not polled",
                        "",
                        "Nothing running: starts one. A successor that does not come up changes nothing: the old",
                        "gateway goes on. With 'handler: {overlap: false}' the old one finishes first. A service of",
                        "systemd is restarted inside its unit, with another main process; 'systemctl restart' finishes",
                        "messages in flight first. The exit code is 0 or that of 'gateway run'; 75 where the gateway",
                        "is the main process of a container, which only the container's engine restarts.")
                .global(command.global)
                .options("json", command.json.model())
                .spec();
    }

    private RestartCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        return json.of(
                context,
                "restart",
                global.home(),
                this::restart,
                result -> {
                    summary.orElse(HandoverSummary.NONE).addTo(result);
                    result.set("outgoing", OutgoingProcess.toJson(outgoing()));
                });
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
        try (var reporter =
                new PhaseReporter(EventFileReader.fromEnd(home.events()), context.out())) {
            int code = new ServiceRestart(context, service, home, config, reporter).run(now);
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
        var report =
                new StopProgressReporter(
                                reporter,
                                limit,
                                interrupt,
                                host.probe(),
                                context.err(),
                                successor.pid())
                        .ofHandover();
        Outcome outcome =
                new InstanceHandover(
                                home, host, successor.pid(), EventFileReader.fromEnd(home.events()))
                        .run(limit, report);
        if (outcome instanceof Outcome.Failed failed) {
            context.err().line(failed.why());
            return ExitCode.TRY_AGAIN.number();
        }
        if (outcome instanceof Outcome.GoesOn goesOn) {
            Optional<Integer> code = successor.exitCode();
            successor.abandon();
            reporter.failed(goesOn.why());
            context.err().line("The successor did not come up; the old gateway goes on.");
            successor.printLastOutput();
            return code.filter(one -> one != 0).orElse(ExitCode.TRY_AGAIN.number());
        }
        reporter.begin("successor (PID %d) takes over".formatted(successor.pid()));
        int code = successor.awaitUp();
        if (code != 0) {
            successor.printLastOutput();
        } else if (outcome instanceof Outcome.Passed || outcome instanceof Outcome.Ended) {
            printGap(context, reporter, report.pidInTrail(), successor.pid());
        }
        return code;
    }

    private void printGap(CommandContext context, PhaseReporter reporter, long old, long successor)
            throws InterruptedException {
        HandoverSummary seen = HandoverSummary.of(reporter.events(), old, successor);
        Deadline deadline = Deadline.after(LAST_POLLS);
        while (!seen.isComplete() && !deadline.isExpired()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            reporter.poll(successor);
            seen = HandoverSummary.of(reporter.events(), old, successor);
        }
        summary = Optional.of(seen);
        seen.lines().forEach(context.out()::line);
        Instant now = context.host().clock().instant();
        outgoing().forEach(each -> context.out().line(each.sentence(now)));
    }

    private List<OutgoingProcess> outgoing() {
        return OutgoingProcess.of(global.home().sessions(), context.host().probe());
    }
}
