package dev.gateway.cli.control;

import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.StatusReader;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway start}. */
@Command(
        name = "start",
        description =
                "Start the gateway in the background, and wait until it runs or say why it does"
                        + " not.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway start",
            "  gateway start --home /srv/bot",
            "",
            "A gateway that already runs is left alone (exit 0). One with a service is started",
            "through it ('gateway service'). Otherwise the exit code is that of 'gateway run'."
        })
public final class StartCommand implements Callable<Integer> {

    @Mixin private GlobalOptions global;

    @Mixin private JsonResult json;

    @Override
    public Integer call() throws InterruptedException {
        Optional<GatewayService> service = service(global);
        GatewayConfig config;
        try {
            config =
                    service.isPresent()
                            ? service.get().config()
                            : CommandConfigLoader.load(global.home(), global.configFile());
        } catch (InvalidConfigException e) {
            int code = ConfigProblemPrinter.print(e);
            service.map(GatewayService::variablesHint).ifPresent(System.err::println);
            return code;
        }
        return json.of("start", global.home(), () -> start(global, config, service));
    }

    /** The service that is there to run it, unless another config is asked for than it has. */
    private static Optional<GatewayService> service(GlobalOptions global)
            throws InterruptedException {
        return GatewayService.installed(
                global.home(),
                global.hasOwnConfig() ? Optional.of(global.configFile()) : Optional.empty(),
                System.err::println);
    }

    /** Starts, for a restart when nothing runs. */
    static int start(GlobalOptions global, GatewayConfig config) throws InterruptedException {
        return start(global, config, service(global));
    }

    private static int start(
            GlobalOptions global, GatewayConfig config, Optional<GatewayService> service)
            throws InterruptedException {
        GatewayHome home = global.home();
        var machine = HostServices.system();
        InstanceView view = InstanceView.of(home, machine.probe(), machine.holders());
        boolean ending = view.lock().isHeld() && isEnding(home, machine);
        if (!ending) {
            switch (view.lock().verdict()) {
                case HELD -> {
                    return alreadyRunning(home, view);
                }
                case UNKNOWN -> {
                    return UnknownLockPrinter.print(home, view.lock());
                }
                case BLOCKED -> {
                    System.err.println(
                            OperatorMessages.blocked(home, (LockStatus.Blocked) view.lock()));
                    return ExitCode.TRY_AGAIN.number();
                }
                case FREE -> {
                    // Then one can be started.
                }
            }
        }
        var tail = EventFileReader.fromEnd(home.events());
        if (service.isPresent()) {
            try (var reporter = new PhaseReporter(tail, Terminal.system().out())) {
                return new ServiceStarter(service.get(), home, config, reporter).start();
            }
        }
        try (var reporter = new PhaseReporter(tail, Terminal.system().out())) {
            var gatewayLaunch = new GatewayLaunch(home, config, reporter);
            reporter.begin(
                    ending ? "gateway waits for the one that still stops" : "gateway starts");
            try {
                gatewayLaunch.launch(RunArguments.of(global, ending));
                InterruptHook.install()
                        .setMessage(
                                "Gateway (PID %d) goes on starting without this command; see 'gateway status'."
                                        .formatted(gatewayLaunch.pid()));
            } catch (IOException e) {
                reporter.failed("not started");
                StartupException failure = StartupException.of(e, home.console());
                System.err.println("Cannot start the gateway: " + failure.getMessage());
                return failure.code().number();
            }
            return await(home, machine, gatewayLaunch);
        }
    }

    private static int await(GatewayHome home, HostServices machine, GatewayLaunch gatewayLaunch)
            throws InterruptedException {
        int code = gatewayLaunch.awaitUp();
        if (code == ExitCode.TRY_AGAIN.number()) {
            // Somebody else may have started one at the same time; then there is one.
            InstanceView now = InstanceView.of(home, machine.probe(), machine.holders());
            if (now.lock().isHeld()
                    && now.namedPid().filter(pid -> pid == gatewayLaunch.pid()).isEmpty()) {
                return alreadyRunning(home, now);
            }
        }
        if (code != 0) {
            gatewayLaunch.printLastOutput();
        }
        return code;
    }

    private static int alreadyRunning(GatewayHome home, InstanceView view) {
        Optional<Long> pid = view.namedPid();
        System.out.println(
                "Gateway is already running%s in %s."
                        .formatted(pid.map(number -> " (PID " + number + ")").orElse(""), home));
        return ExitCode.OK.number();
    }

    private static boolean isEnding(GatewayHome home, HostServices machine) {
        String state =
                new StatusReader(home, machine.probe(), machine.holders())
                        .read()
                        .json()
                        .path("state")
                        .asText();
        return state.equals("draining") || state.equals("stopping");
    }
}
