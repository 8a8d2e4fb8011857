package dev.gateway.cli.run;

import dev.gateway.cli.health.HealthService;
import dev.gateway.cli.log.GatewayLog;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.cli.terminal.FinalOutput;
import dev.gateway.core.GatewayVersion;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.event.EventFileWriter;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.ServiceManagerInfo;
import dev.gateway.core.lifecycle.EventLogger;
import dev.gateway.core.lifecycle.Gateway;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.lifecycle.StartupException;
import dev.gateway.core.message.handler.HandlerFactory;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.SignalHandlers;
import dev.gateway.core.reload.ReloadHooks;
import dev.gateway.core.reload.ReloadRequest;
import dev.gateway.core.reload.SighupHandler;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.systemd.SystemdNotifier;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenLockFolder;
import dev.gateway.core.token.TokenLockFolderException;
import dev.gateway.core.warmup.StartupPreload;
import dev.gateway.core.warmup.WarmUp;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway run}: the gateway in the foreground. */
public final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration FLUSH_TIMEOUT = Duration.ofMillis(200);

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private CommandSpec spec;

    private final RunOptions options = new RunOptions();

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new RunCommand(context);
        command.spec =
                CommandModel.of(
                                "run",
                                command,
                                "Run the gateway in the foreground, until SIGTERM or Ctrl-C.")
                        .examples(
                                "  gateway run",
                                "  gateway run --home /srv/bot --replace     take over from a running instance",
                                "  gateway run --on-conflict=wait --wait=5m  stand by until it ends",
                                "",
                                "A second Ctrl-C shortens the stop. SIGHUP reloads the config; it stops a gateway whose",
                                "terminal was closed.",
                                "",
                                "Exit codes: 0 stopped on request, 70 internal",
                                "error, 73 cannot create a file, 75 try again, 77 no permission, 78 config.")
                        .global(command.global)
                        .options("run", command.options.model())
                        .spec();
        return command.spec;
    }

    private RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        options.check(spec.commandLine());
        var stop = new StopRequest();
        var reload = new ReloadRequest();
        var sighup = new SighupHandler(stop, reload);
        var signals = new TerminationSignals(stop);
        SignalHandlers.install(signals::onSignal, "TERM", "INT");
        SignalHandlers.install(name -> sighup.onSignal(), "HUP");
        StartupPreload.begin(global.configFile(), global.home(), System::getenv);
        InstalledPlatforms platforms = context.platforms(global.home());
        // Libraries of adapters load classes through the context class loader.
        Thread.currentThread().setContextClassLoader(platforms.classLoader());
        LoadedConfig loaded;
        List<LifecycleListener> listeners;
        try {
            loaded = platforms.configLoader().read(global.configFile());
            listeners = platforms.listeners(global.configFile());
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        }
        Path tokens;
        try {
            tokens = TokenLockFolder.of(System::getenv);
        } catch (TokenLockFolderException e) {
            context.err().line(e.getMessage());
            return e.isDenied() ? ExitCode.NO_PERMISSION.number() : ExitCode.CONFIG.number();
        }
        GatewayConfig config = loaded.config();
        long pid = ProcessHandle.current().pid();
        Optional<ServiceManagerInfo> supervisor =
                ServiceManagerDetection.detect(System::getenv, pid);
        GatewayHome home = global.home();
        GatewayLog log =
                GatewayLog.start(
                        console(),
                        options.logFormat(),
                        global.verbose(),
                        config.logLevel(),
                        home.log());
        loaded.warnings().forEach(warning -> LOG.warn("{}: {}", loaded.file(), warning.oneLine()));
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> LOG.error("Thread {} ended by an error", thread.getName(), e));
        var host = context.host();
        var events = new EventStream(host.clock(), pid);
        var trail = new EventFileWriter(home.events());
        events.add(
                event -> {
                    switch (event.type()) {
                        case LOCK_ACQUIRED -> {
                            trail.rotateIfLarge();
                            log.openFile();
                        }
                        case HANDOVER_STARTED -> log.passOn(pid);
                        case HANDOVER_FAILED -> log.takeBack();
                        default -> {
                            // Nothing about the files of the home.
                        }
                    }
                });
        Optional<StartupReporter> report = options.tell().map(StartupReporter::new);
        report.ifPresent(events::add);
        events.add(new EventLogger());
        events.add(trail);
        Optional<SystemdNotifier> notices =
                SystemdNotifier.of(
                        System::getenv,
                        pid,
                        config,
                        supervisor.isPresent() && options.launchedBy().isPresent());
        notices.ifPresent(events::add);
        notices.ifPresent(
                reporter -> {
                    var handover =
                            new UnitHandover(
                                    home,
                                    host,
                                    events,
                                    stop,
                                    reporter,
                                    SuccessorArguments.launch(host, originalArguments()));
                    events.add(handover);
                    signals.offerTo(handover);
                });
        listeners.forEach(events::add);
        Optional<HealthService> health =
                config.health().map(address -> new HealthService(address, home));
        health.ifPresent(events::add);
        events.publish(EventType.configValidated(global.configFile()));
        var tokenLocks =
                new KernelTokenLocks(
                        tokens, home.toString(), host.probe(), host.holders(), host.clock());
        var setup =
                new GatewaySetup(
                        home,
                        config,
                        platforms.factories(),
                        HandlerFactory::create,
                        tokenLocks,
                        options.policy(supervisor.isPresent()),
                        options.standby(),
                        events,
                        stop,
                        new ReloadHooks(
                                reload,
                                sighup,
                                global.configFile(),
                                () -> platforms.rescannedConfigLoader().read(loaded.file()),
                                log::level),
                        code -> {
                            log.flush(FLUSH_TIMEOUT);
                            Runtime.getRuntime().halt(code);
                        },
                        new GatewaySetup.Identity(
                                argv(),
                                GatewayVersion.current(),
                                supervisor,
                                options.launchedBy()
                                        .map(by -> ProcessIdentity.of(host.probe(), by))),
                        host,
                        new WarmUp(home, config, platforms.factories(), tokenLocks, host));
        return run(setup, log, notices, health, report);
    }

    private static int run(
            GatewaySetup setup,
            GatewayLog log,
            Optional<SystemdNotifier> notices,
            Optional<HealthService> health,
            Optional<StartupReporter> report) {
        var gateway = new Gateway(setup);
        health.ifPresent(service -> service.attach(gateway));
        try {
            notices.ifPresent(each -> each.start(gateway::stuckLoop));
            return gateway.run().number();
        } catch (StartupException e) {
            log.flush(FLUSH_TIMEOUT);
            FinalOutput.print(e.getMessage());
            report.ifPresent(each -> each.failed(e.getMessage()));
            LOG.debug("The gateway did not start", e);
            return e.code().number();
        } finally {
            notices.ifPresent(SystemdNotifier::close);
            health.ifPresent(HealthService::close);
            log.openFile();
            log.close();
            gateway.release(); // last, since the end of the process takes some time
        }
    }

    private GatewayLog.ConsoleFormat console() {
        if (options.isDetached()) {
            return GatewayLog.ConsoleFormat.DETACHED;
        }
        return JournaldDetection.isStandardError(System::getenv)
                ? GatewayLog.ConsoleFormat.JOURNAL
                : GatewayLog.ConsoleFormat.TERMINAL;
    }

    private List<String> argv() {
        List<String> argv = new ArrayList<>(List.of("gateway"));
        argv.addAll(originalArguments());
        return argv;
    }

    private List<String> originalArguments() {
        return spec.commandLine().getParent().getParseResult().originalArgs();
    }
}
