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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The installed service of a home's gateway, running or not. */
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
     * Returns the service whose main process holds the home, or a successor in its control group
     * that is about to be the main process. The PID file names the service; it counts only if the
     * service manager agrees.
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
            // Without a PID file the installed service is the candidate.
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
                            .filter(state -> isInside(unit.get(), state.pid(), holder.get()))
                            .isPresent()) {
                return Optional.of(new GatewayService(planner, manager, unit.get(), home));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the installed service of the home if its manager answers and knows it.
     *
     * @param config the config file that the caller names; a service with another one does not
     *     count
     * @param unclear takes a message if a service is installed and its manager does not answer, so
     *     that the operator knows that it is ignored
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

    private static boolean isInside(String unit, long main, long holder) {
        return main == holder || main > 0 && ControlGroup.ofUnit(unit, main, holder);
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

    /** Returns the name of the service. */
    public String unit() {
        return unit;
    }

    /** Returns the service manager in one word. */
    public String kind() {
        return manager.kind();
    }

    /** Returns whether its gateway uses this config file. */
    public boolean runsWith(Path config) {
        return config.equals(installedSettings().config().orElse(home.resolve("config.yaml")));
    }

    /** Returns whether it runs or will start by itself. */
    public boolean isWanted() throws InterruptedException {
        return state().filter(ServiceState::isWanted).isPresent();
    }

    /** Returns the state by the service manager; empty if it does not answer. */
    public Optional<ServiceState> state() throws InterruptedException {
        return manager.state(unit);
    }

    /**
     * Returns the config as the service will read it, with exactly the variables that it will have.
     *
     * @throws InvalidConfigException if the service would not come up with it
     */
    public GatewayConfig config() throws InvalidConfigException, InterruptedException {
        InstalledSettings settings = installedSettings();
        return planner.loaders()
                .apply(home, planner.serviceEnvironment(manager, home, settings))
                .load(settings.config().orElse(home.resolve("config.yaml")));
    }

    /** Returns the hint that a config can be valid in a shell and invalid in the service. */
    public String variablesHint() {
        return "%s does not see the variables of this shell, but those in %s."
                .formatted(unit, EnvironmentFile.in(home));
    }

    /** Starts the service and waits until it is up; returns the failure, or empty. */
    public Optional<String> start(Duration limit) throws InterruptedException {
        return errorMessage(manager.start(unit, limit));
    }

    /** Restarts the service and waits until it is up; returns the failure, or empty. */
    public Optional<String> restart(Duration limit) throws InterruptedException {
        return errorMessage(manager.restart(unit, limit));
    }

    /** Requests a stop without waiting; returns the failure, or empty. */
    public Optional<String> requestStop() throws InterruptedException {
        return errorMessage(manager.requestStop(unit));
    }

    /** Stops the service and waits for its end; returns the failure, or empty. */
    public Optional<String> stop(Duration limit) throws InterruptedException {
        return errorMessage(manager.stop(unit, limit));
    }

    /**
     * Returns the reason why the running gateway cannot pass its home on under the service manager;
     * empty if it can.
     */
    public Optional<String> handoverObstacle(Clock clock) throws InterruptedException {
        return manager instanceof Systemd systemd
                ? systemd.handoverObstacle(unit, clock)
                : Optional.of(manager.kind() + " knows one process of a service");
    }

    /** Returns whether the service manager's own restart waits for the end of the old process. */
    public boolean restartsByItself() {
        return manager instanceof Systemd;
    }

    /** Returns the command to type for {@code verb}, for messages. */
    public String manualCommand(String verb) {
        return manager.manualCommand(verb, unit);
    }

    private static Optional<String> errorMessage(Result output) {
        return output.ok() ? Optional.empty() : Optional.of(output.errorMessage());
    }
}
