package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway start}. */
public final class StartCommand implements Callable<Integer> {

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private final JsonResult json = new JsonResult();

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new StartCommand(context);
        return CommandModel.of(
                        "start",
                        command,
                        "Start the gateway in the background, and wait until it runs or say why it"
                                + " does not.")
                .examples(
                        "  gateway start",
                        "  gateway start --home /srv/bot",
                        "",
                        "A gateway that already runs is left alone (exit 0). One with a service is started",
                        "through it ('gateway service'). Otherwise the exit code is that of 'gateway run'.")
                .global(command.global)
                .options("json", command.json.model())
                .spec();
    }

    private StartCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<GatewayService> service = service(context, global);
        GatewayConfig config;
        try {
            config =
                    service.isPresent()
                            ? service.get().config()
                            : CommandConfigLoader.load(context, global.home(), global.configFile());
        } catch (InvalidConfigException e) {
            int code = new ConfigProblemPrinter(context.err()).printSummary(e).number();
            service.map(GatewayService::variablesHint).ifPresent(context.err()::line);
            return code;
        }
        return json.of(
                context,
                "start",
                global.home(),
                redirected -> start(redirected, global, config, service));
    }

    /** Returns the installed service of the home, unless the command names another config. */
    private static Optional<GatewayService> service(CommandContext context, GlobalOptions global)
            throws InterruptedException {
        return GatewayService.installed(
                context,
                global.home(),
                global.hasOwnConfig() ? Optional.of(global.configFile()) : Optional.empty(),
                context.err()::line);
    }

    /** Starts a gateway; used by a restart when none runs. */
    static int start(CommandContext context, GlobalOptions global, GatewayConfig config)
            throws InterruptedException {
        return start(context, global, config, service(context, global));
    }

    private static int start(
            CommandContext context,
            GlobalOptions global,
            GatewayConfig config,
            Optional<GatewayService> service)
            throws InterruptedException {
        GatewayHome home = global.home();
        InstanceView view = context.instance(home);
        boolean ending = view.lock().isHeld() && isEnding(context, home);
        if (!ending) {
            switch (view.lock().state()) {
                case HELD -> {
                    return alreadyRunning(context, home, view);
                }
                case UNKNOWN -> {
                    return UnknownLockPrinter.print(home, view.lock(), context.err());
                }
                case BLOCKED -> {
                    context.err()
                            .line(OperatorMessages.blocked(home, (LockStatus.Blocked) view.lock()));
                    return ExitCode.TRY_AGAIN.number();
                }
                case FREE -> {
                    // A gateway can be started.
                }
            }
        }
        var tail = EventFileReader.fromEnd(home.events());
        if (service.isPresent()) {
            try (var reporter = new PhaseReporter(tail, context.out())) {
                return new ServiceStarter(context, service.get(), home, config, reporter).start();
            }
        }
        try (var reporter = new PhaseReporter(tail, context.out())) {
            var gatewayLaunch = new GatewayLaunch(context, home, config, reporter);
            reporter.begin(
                    ending ? "gateway waits for the one that still stops" : "gateway starts");
            try {
                gatewayLaunch.launch(RunArguments.of(global, ending));
                InterruptHook.install(context.err())
                        .setMessage(
                                "Gateway (PID %d) goes on starting without this command; see 'gateway status'."
                                        .formatted(gatewayLaunch.pid()));
            } catch (IOException e) {
                reporter.failed("not started");
                StartupException failure = StartupException.of(e, home.console());
                context.err().line("Cannot start the gateway: " + failure.getMessage());
                return failure.code().number();
            }
            return await(context, home, gatewayLaunch);
        }
    }

    private static int await(CommandContext context, GatewayHome home, GatewayLaunch gatewayLaunch)
            throws InterruptedException {
        int code = gatewayLaunch.awaitUp();
        if (code == ExitCode.TRY_AGAIN.number()) {
            // Another command may have started a gateway at the same time.
            InstanceView now = context.instance(home);
            if (now.lock().isHeld()
                    && now.namedPid().filter(pid -> pid == gatewayLaunch.pid()).isEmpty()) {
                return alreadyRunning(context, home, now);
            }
        }
        if (code != 0) {
            gatewayLaunch.printLastOutput();
        }
        return code;
    }

    private static int alreadyRunning(CommandContext context, GatewayHome home, InstanceView view) {
        Optional<Long> pid = view.namedPid();
        context.out()
                .line(
                        "Gateway is already running%s in %s."
                                .formatted(
                                        pid.map(number -> " (PID " + number + ")").orElse(""),
                                        home));
        return ExitCode.OK.number();
    }

    private static boolean isEnding(CommandContext context, GatewayHome home) {
        return context.statusReader(home)
                .read()
                .status()
                .isIn(GatewayState.DRAINING, GatewayState.STOPPING);
    }
}
