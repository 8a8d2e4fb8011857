package dev.gateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.control.InstanceStopper.Outcome;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.control.TakeoverLock;
import dev.gateway.core.event.EventFileReader;
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
 * is told to stop, so the kernel hands over within milliseconds.
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

    @Mixin private GlobalOptions global;

    @Mixin private JsonResult json;

    @Override
    public Integer call() throws InterruptedException {
        return json.of("restart", global.home(), this::restart);
    }

    private int restart() throws InterruptedException {
        GatewayHome home = global.home();
        var machine = HostServices.system();
        InstanceView first = InstanceView.of(home, machine.probe(), machine.holders());
        if (first.lock().verdict() == LockStatus.Verdict.UNKNOWN) {
            return UnknownLockPrinter.print(home, first.lock());
        }
        Optional<GatewayService> owner =
                first.lock().isHeld()
                        ? service(first)
                        // A start looks again, and says it if systemd does not answer.
                        : GatewayService.installed(home, Optional.empty(), unclear -> {});
        GatewayConfig config;
        try {
            config = config(owner);
        } catch (InvalidConfigException e) {
            int code = ConfigProblemPrinter.print(e);
            owner.map(GatewayService::variablesHint).ifPresent(System.err::println);
            return code;
        }
        Optional<Long> before = first.namedPid();
        if (!first.lock().isHeld()) {
            return StartCommand.start(global, config);
        }
        try (TakeoverLock turn = turn(home, config)) {
            if (turn == null) {
                System.err.println(
                        OperatorMessages.raceLost(holderOfTurn(home, machine))
                                + " It restarts "
                                + home
                                + "; see 'gateway status'.");
                return ExitCode.TRY_AGAIN.number();
            }
            InstanceView now = InstanceView.of(home, machine.probe(), machine.holders());
            if (now.lock().verdict() != LockStatus.Verdict.HELD) {
                return StartCommand.start(global, config);
            }
            if (before.isPresent() && !now.namedPid().equals(before)) {
                System.out.println(
                        "Another command restarted it meanwhile: gateway is running%s in %s."
                                .formatted(
                                        now.namedPid().map(pid -> " (PID " + pid + ")").orElse(""),
                                        home));
                return ExitCode.OK.number();
            }
            Optional<GatewayService> service = service(now);
            if (service.isPresent()) {
                return throughService(service.get(), config, now, machine);
            }
            var container = ContainerMainProcess.system(machine.probe());
            Optional<Long> main = now.namedPid().filter(container::matches);
            if (main.isPresent()) {
                System.err.println(container.refusal(main.get()));
                return ExitCode.TRY_AGAIN.number();
            }
            return handOver(config, machine);
        } catch (IOException e) {
            StartupException failure = StartupException.of(e, home.takeoverLock());
            System.err.println(failure.getMessage());
            return failure.code().number();
        }
    }

    /**
     * As whoever will run it reads it: a service has other variables than this shell.
     *
     * @throws InvalidConfigException if the successor would not come up with it
     */
    private GatewayConfig config(Optional<GatewayService> service)
            throws InvalidConfigException, InterruptedException {
        boolean itsOwn =
                service.isPresent()
                        && (!global.hasOwnConfig() || service.get().runsWith(global.configFile()));
        return itsOwn
                ? service.get().config()
                : CommandConfigLoader.load(global.home(), global.configFile());
    }

    /** That of the running gateway, or the one that stands by to take over from it. */
    private Optional<GatewayService> service(InstanceView now) throws InterruptedException {
        Optional<GatewayService> owner = GatewayService.ofHolder(global.home(), now);
        if (owner.isPresent()) {
            return owner;
        }
        Optional<GatewayService> installed =
                GatewayService.installed(global.home(), Optional.empty(), unclear -> {});
        return installed.isPresent() && installed.get().isWanted() ? installed : Optional.empty();
    }

    private int throughService(
            GatewayService service, GatewayConfig config, InstanceView now, HostServices machine)
            throws InterruptedException {
        if (global.hasOwnConfig() && !service.runsWith(global.configFile())) {
            System.err.println(
                    "%s runs with another config. Have it use this one: 'gateway service install%s'."
                            .formatted(service.unit(), global.repeated()));
            return ExitCode.USAGE.number();
        }
        GatewayHome home = global.home();
        try (var reporter =
                new PhaseReporter(
                        EventFileReader.fromEnd(home.events()), Terminal.system().out())) {
            var start = new ServiceStarter(service, home, config, reporter);
            boolean itsOwn = GatewayService.ofHolder(home, now).isPresent();
            int code;
            if (itsOwn && service.restartsByItself()) {
                code = start.restart();
            } else {
                var limit = new ForceKillTimeout(reporter, Optional.empty(), config.budget());
                var stop =
                        new InstanceStopper(
                                home, machine.probe(), machine.holders(), machine.signals());
                var report =
                        new StopProgressReporter(
                                reporter, limit, InterruptHook.install(), machine.probe());
                Outcome outcome = stop.stop(limit, false, report);
                if (outcome instanceof Outcome.Failed failed) {
                    System.err.println(failed.why());
                    return ExitCode.TRY_AGAIN.number();
                }
                if (outcome instanceof Outcome.Unknown unknown) {
                    return UnknownLockPrinter.print(unknown.why(), unknown.status());
                }
                code = start.start();
            }
            Optional<Long> successor =
                    InstanceView.of(home, machine.probe(), machine.holders()).namedPid();
            if (code == 0 && now.namedPid().isPresent() && successor.isPresent()) {
                printGap(reporter, now.namedPid().get(), successor.get());
            }
            return code;
        }
    }

    private static TakeoverLock turn(GatewayHome home, GatewayConfig config)
            throws IOException, InterruptedException {
        return TakeoverLock.take(home, config.budget().supervisorTimeout()).orElse(null);
    }

    private static Optional<Long> holderOfTurn(GatewayHome home, HostServices machine) {
        return machine.holders().of(home.takeoverLock()).any();
    }

    private int handOver(GatewayConfig config, HostServices machine) throws InterruptedException {
        GatewayHome home = global.home();
        var tail = EventFileReader.fromEnd(home.events());
        try (var reporter = new PhaseReporter(tail, Terminal.system().out())) {
            return handOver(config, machine, reporter);
        }
    }

    private int handOver(GatewayConfig config, HostServices machine, PhaseReporter reporter)
            throws InterruptedException {
        GatewayHome home = global.home();
        var successor = new GatewayLaunch(home, config, reporter);
        try {
            successor.launch(RunArguments.of(global, true));
        } catch (IOException e) {
            StartupException failure = StartupException.of(e, home.console());
            System.err.println("Cannot start the successor: " + failure.getMessage());
            return failure.code().number();
        }
        // Until the old one is asked to stop nothing has happened, and nothing shall be left.
        var interrupt = InterruptHook.install();
        interrupt.setAction(successor::abandon, "Not restarted; the old gateway goes on.");
        reporter.begin("successor (PID %d) loads".formatted(successor.pid()));
        if (!successor.awaitStandby()) {
            interrupt.clear();
            Optional<Integer> code = successor.exitCode();
            successor.abandon();
            reporter.failed("it did not come up");
            System.err.println("The successor did not come up; the old gateway goes on.");
            successor.printLastOutput();
            return code.filter(one -> one != 0).orElse(ExitCode.TRY_AGAIN.number());
        }
        var limit = new ForceKillTimeout(reporter, Optional.empty(), config.budget());
        var stop = new InstanceStopper(home, machine.probe(), machine.holders(), machine.signals());
        var report =
                new StopProgressReporter(
                        reporter, limit, interrupt, machine.probe(), successor.pid());
        Outcome outcome = stop.stop(limit, false, report);
        if (outcome instanceof Outcome.Failed failed) {
            System.err.println(failed.why());
            return ExitCode.TRY_AGAIN.number();
        }
        if (outcome instanceof Outcome.Unknown unknown) {
            return UnknownLockPrinter.print(unknown.why(), unknown.status());
        }
        reporter.begin("successor (PID %d) takes over".formatted(successor.pid()));
        int code = successor.awaitUp();
        if (code != 0) {
            successor.printLastOutput();
        } else if (outcome instanceof Outcome.Stopped) {
            printGap(reporter, report.pidInTrail(), successor.pid());
        }
        return code;
    }

    /** From the last step of the old one to the home being the new one's. */
    private static void printGap(PhaseReporter reporter, long old, long successor) {
        Optional<JsonNode> gone = reporter.last(old, "intake_stopped");
        Optional<JsonNode> ended = reporter.last(old, "stopped");
        Optional<JsonNode> taken = reporter.last(successor, "lock_acquired");
        if (gone.isPresent() && ended.isPresent() && taken.isPresent()) {
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "Handed over from PID %d to PID %d: lock passed on in %.0f ms,"
                                    + " no polling for %.0f ms.",
                            old,
                            successor,
                            millis(ended.get(), taken.get()),
                            millis(
                                    gone.get(),
                                    reporter.last(successor, "token_acquired")
                                            .orElse(taken.get()))));
        }
    }

    private static double millis(JsonNode from, JsonNode to) {
        return Math.max(0, (to.path("mono_ns").asLong() - from.path("mono_ns").asLong()) / 1e6);
    }
}
