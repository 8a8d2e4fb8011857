package dev.gateway.cli.control;

import dev.gateway.cli.DurationConverter;
import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.config.Installed;
import dev.gateway.cli.service.OwningService;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.config.ShutdownBudget;
import dev.gateway.core.control.StopInstance;
import dev.gateway.core.control.StopInstance.Outcome;
import dev.gateway.core.control.Words;
import dev.gateway.core.event.EventTail;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidVerdict;
import dev.gateway.core.lifecycle.ExitCode;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.process.Signals;
import dev.gateway.core.terminal.Sentence;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway stop}. */
@Command(
        name = "stop",
        description =
                "Ask the gateway of this home to stop, and wait until it has. SIGKILL is used"
                        + " only when its whole budget has passed.",
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway stop",
            "  gateway stop --now           drain nothing, disconnect within 2 s",
            "",
            "Exit codes: 0 stopped, or nothing was running; 75 it could not be stopped, 77 it could",
            "not be found out whether one runs."
        })
public final class StopCommand implements Callable<Integer> {

    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(90);

    @Mixin private GlobalOptions global;

    @Mixin private JsonResult json;

    @Option(names = "--now", description = "Do not wait for messages in flight.")
    private boolean now;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "Use SIGKILL after this long (default: the budget of the config and 3 s).")
    private Duration timeout;

    @Override
    public Integer call() throws InterruptedException {
        return json.of("stop", global.home(), this::stop);
    }

    private int stop() throws InterruptedException {
        GatewayHome home = global.home();
        var machine = GatewaySetup.Machine.system();
        var tail = EventTail.fromEnd(home.events());
        try (var phases = new Phases(tail, Terminal.system().out())) {
            var limit = new StopLimit(phases, Optional.ofNullable(timeout), budget());
            Optional<StopThroughService> service =
                    OwningService.ofHolder(
                                    home, InstanceView.of(home, machine.probe(), machine.holders()))
                            .map(owner -> new StopThroughService(owner, machine.signals()));
            Signals signals = service.<Signals>map(each -> each).orElse(machine.signals());
            var stop = new StopInstance(home, machine.probe(), machine.holders(), signals);
            var report = new StopReport(phases, limit, OnInterrupt.install(), machine.probe());
            Outcome outcome = stop.stop(limit, now, report);
            Optional<String> complaint = service.flatMap(StopThroughService::complaint);
            if (complaint.isPresent()) {
                System.err.println(complaint.get());
                return ExitCode.TRY_AGAIN.number();
            }
            if (service.isPresent()) {
                service.get().awaitRest();
            }
            if (outcome instanceof Outcome.NotRunning) {
                Optional<ExitCode> ended = stopBeforeItsNextStart(home);
                if (ended.isPresent()) {
                    return ended.get().number();
                }
            }
            int code = tell(home, outcome, phases, report.pidInTrail());
            tellWhoTookOver(
                    home, outcome, InstanceView.of(home, machine.probe(), machine.holders()));
            return code;
        }
    }

    /**
     * Between two attempts of a service nothing runs, and yet it is not what was asked for. Empty
     * if no service is about to start one.
     */
    private static Optional<ExitCode> stopBeforeItsNextStart(GatewayHome home)
            throws InterruptedException {
        Optional<OwningService> service =
                OwningService.installed(home, Optional.empty(), System.err::println);
        if (service.isEmpty() || !service.get().isWanted()) {
            return Optional.empty();
        }
        Optional<String> complaint = service.get().stop(BETWEEN_STARTS);
        if (complaint.isPresent()) {
            System.err.println(
                    "%s could not be stopped: %s Try '%s'."
                            .formatted(
                                    service.get().unit(),
                                    Sentence.of(complaint.get()),
                                    service.get().byHand("stop")));
            return Optional.of(ExitCode.TRY_AGAIN);
        }
        System.out.println(
                "%s, which was about to start a gateway in %s, is stopped."
                        .formatted(service.get().unit(), home));
        return Optional.of(ExitCode.OK);
    }

    /** A config that is broken by now must not keep a gateway from being stopped. */
    private ShutdownBudget budget() {
        try {
            return Installed.find(global.home()).configLoader().load(global.configFile()).budget();
        } catch (InvalidConfigException e) {
            return ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20));
        }
    }

    /**
     * A gateway that stood by, under a supervisor for instance, now runs: no other command would
     * say so. Only after one that ended: what could not be stopped has no successor.
     */
    private static void tellWhoTookOver(GatewayHome home, Outcome outcome, InstanceView view) {
        Optional<Long> ended =
                outcome instanceof Outcome.Stopped stopped
                        ? Optional.of(stopped.pid())
                        : outcome instanceof Outcome.Killed killed
                                ? Optional.of(killed.pid())
                                : Optional.empty();
        if (ended.isPresent()
                && view.lock() instanceof LockStatus.HeldBy successor
                && successor.pid() != ended.get()) {
            System.out.println(
                    "Gateway (PID %d) stood by and runs now in %s. 'gateway stop' stops it as well."
                            .formatted(successor.pid(), home));
        }
    }

    private static int tell(GatewayHome home, Outcome outcome, Phases phases, long pidInTrail) {
        if (outcome instanceof Outcome.Unknown unknown) {
            return UnknownHome.print(unknown.why(), unknown.status());
        }
        if (outcome instanceof Outcome.NotRunning not
                && not.view().lock() instanceof LockStatus.Blocked blocked) {
            System.out.println(
                    "No gateway is running in " + home + ". " + Words.blocked(home, blocked));
            return ExitCode.OK.number();
        }
        if (outcome instanceof Outcome.NotRunning not) {
            boolean stale = !(not.view().pidFile() instanceof PidVerdict.Absent);
            System.out.println(
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
            phases.poll(pidInTrail);
            phases.done();
            System.out.println(
                    "Gateway (PID %d) stopped in %s."
                            .formatted(stopped.pid(), Words.tenths(stopped.took())));
            return ExitCode.OK.number();
        }
        if (outcome instanceof Outcome.Killed killed) {
            phases.failed("killed");
            System.out.println(
                    "Gateway (PID %d) was killed after %s. Its messages are kept; see 'gateway logs'."
                            .formatted(killed.pid(), Words.tenths(killed.took())));
            return ExitCode.OK.number();
        }
        System.err.println(((Outcome.Failed) outcome).why());
        return ExitCode.TRY_AGAIN.number();
    }
}
