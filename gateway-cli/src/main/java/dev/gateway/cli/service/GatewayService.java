package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.manager.CommandRunner.Result;
import dev.gateway.cli.service.manager.EnvironmentFile;
import dev.gateway.cli.service.manager.InstalledSettings;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.cli.service.manager.Systemd;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.PidFileStatus;
import dev.gateway.core.instance.ServiceManagerInfo;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A service that runs, or is there to run, the gateway of a home. */
public final class GatewayService {

    private final ServicePlanner planner;
    private final ServiceManager manager;
    private final String unit;
    private final Path home;

    private GatewayService(ServicePlanner planner, ServiceManager manager, String unit, Path home) {
        this.planner = planner;
        this.manager = manager;
        this.unit = unit;
        this.home = home;
    }

    /**
     * The service whose main process holds the home. Its PID file says which one; the service
     * manager is believed only if it names the same process.
     */
    public static Optional<GatewayService> ofHolder(
            CommandContext context, GatewayHome home, InstanceView view)
            throws InterruptedException {
        return ofHolder(ServicePlanner.of(context), Path.of(home.toString()), view);
    }

    static Optional<GatewayService> ofHolder(ServicePlanner planner, Path home, InstanceView view)
            throws InterruptedException {
        Optional<Long> holder = view.namedPid();
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> installedSettings =
                view.pidFile() instanceof PidFileStatus.Live live
                        ? live.record().supervisor().map(ServiceManagerInfo::unit)
                        : Optional.empty();
        for (ServiceManager manager : managers(planner)) {
            // A file that was deleted says nothing; the service that is installed may still be it.
            Optional<String> unit =
                    installedSettings
                            .filter(name -> !name.isEmpty())
                            .or(
                                    () ->
                                            view.pidFile() instanceof PidFileStatus.Live
                                                    ? Optional.empty()
                                                    : installedUnit(planner, manager, home));
            if (unit.isPresent()
                    && manager.state(unit.get())
                            .filter(state -> state.pid() == holder.get())
                            .isPresent()) {
                return Optional.of(new GatewayService(planner, manager, unit.get(), home));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the service that is installed for the home, if its manager can be asked and knows it.
     *
     * @param config the config file that the caller names; a service with another one is not meant
     * @param unclear told in one line if a service is installed and its manager does not answer, so
     *     that it is not taken for one that is not there without a word
     */
    public static Optional<GatewayService> installed(
            CommandContext context,
            GatewayHome home,
            Optional<Path> config,
            Consumer<String> unclear)
            throws InterruptedException {
        return installed(ServicePlanner.of(context), Path.of(home.toString()), config, unclear);
    }

    static Optional<GatewayService> installed(
            ServicePlanner planner, Path home, Optional<Path> config, Consumer<String> unclear)
            throws InterruptedException {
        for (ServiceManager manager : managers(planner)) {
            Optional<String> unit = installedUnit(planner, manager, home);
            if (unit.isEmpty()) {
                continue;
            }
            var service = new GatewayService(planner, manager, unit.get(), home);
            Optional<ServiceState> state = manager.state(unit.get());
            if (state.isEmpty()) {
                unclear.accept(
                        "%s is installed for %s, but %s does not answer; going on without it. Try '%s'."
                                .formatted(
                                        unit.get(),
                                        home,
                                        manager.kind(),
                                        manager.manualCommand("status", unit.get())));
            }
            boolean known = state.filter(ServiceState::loaded).isPresent();
            if (known && (config.isEmpty() || service.runsWith(config.get()))) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    private static List<ServiceManager> managers(ServicePlanner planner) {
        return List.of(
                planner.managers().of(ServiceScope.USER),
                planner.managers().of(ServiceScope.SYSTEM));
    }

    private static Optional<String> installedUnit(
            ServicePlanner planner, ServiceManager manager, Path home) {
        return planner.installed(manager, home).map(text -> manager.unit(planner.name(home)));
    }

    private InstalledSettings installedSettings() {
        return planner.installed(manager, home).map(manager::read).orElse(InstalledSettings.NONE);
    }

    /** What the service is called. */
    public String unit() {
        return unit;
    }

    /** Which service manager, in one word. */
    public String kind() {
        return manager.kind();
    }

    /** Whether its gateway is run with this config file. */
    public boolean runsWith(Path config) {
        return config.equals(installedSettings().config().orElse(home.resolve("config.yaml")));
    }

    /** Whether it runs, or will without anybody's help. */
    public boolean isWanted() throws InterruptedException {
        return state().filter(ServiceState::isWanted).isPresent();
    }

    /** What the service manager says; empty if it cannot be asked. */
    public Optional<ServiceState> state() throws InterruptedException {
        return manager.state(unit);
    }

    /**
     * The config as the service will read it, with the variables that it will have and no others.
     *
     * @throws InvalidConfigException if the service would not come up with it
     */
    public GatewayConfig config() throws InvalidConfigException, InterruptedException {
        InstalledSettings settings = installedSettings();
        return planner.loaders()
                .apply(home, planner.serviceEnvironment(manager, home, settings))
                .load(settings.config().orElse(home.resolve("config.yaml")));
    }

    /** Why a config may be good in a shell and bad here. */
    public String variablesHint() {
        return "%s does not see the variables of this shell, but those in %s."
                .formatted(unit, EnvironmentFile.in(home));
    }

    /** Starts it and waits until it is up. Empty: done; else why not. */
    public Optional<String> start(Duration limit) throws InterruptedException {
        return errorMessage(manager.start(unit, limit));
    }

    /** Stops it and starts it again, and waits until it is up. Empty: done; else why not. */
    public Optional<String> restart(Duration limit) throws InterruptedException {
        return errorMessage(manager.restart(unit, limit));
    }

    /** Has it stopped, without waiting. Empty: under way; else why not. */
    public Optional<String> requestStop() throws InterruptedException {
        return errorMessage(manager.requestStop(unit));
    }

    /** Stops it and waits until it has. Empty: done; else why not. */
    public Optional<String> stop(Duration limit) throws InterruptedException {
        return errorMessage(manager.stop(unit, limit));
    }

    /** Whether a restart is one step of the service manager, which waits for the end of the old. */
    public boolean restartsByItself() {
        return manager instanceof Systemd;
    }

    /** How to do that by hand, for messages. */
    public String manualCommand(String verb) {
        return manager.manualCommand(verb, unit);
    }

    private static Optional<String> errorMessage(Result output) {
        return output.ok() ? Optional.empty() : Optional.of(output.errorMessage());
    }
}
