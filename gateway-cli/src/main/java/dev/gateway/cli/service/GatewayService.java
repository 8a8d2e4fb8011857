package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.manager.CommandRunner.Output;
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

    private final ServicePlanner desk;
    private final ServiceManager host;
    private final String unit;
    private final Path home;

    private GatewayService(ServicePlanner desk, ServiceManager host, String unit, Path home) {
        this.desk = desk;
        this.host = host;
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

    static Optional<GatewayService> ofHolder(ServicePlanner desk, Path home, InstanceView view)
            throws InterruptedException {
        Optional<Long> holder = view.namedPid();
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> recorded =
                view.pidFile() instanceof PidFileStatus.Live live
                        ? live.record().supervisor().map(ServiceManagerInfo::unit)
                        : Optional.empty();
        for (ServiceManager host : hosts(desk)) {
            // A file that was deleted says nothing; the service that is installed may still be it.
            Optional<String> unit =
                    recorded.filter(name -> !name.isEmpty())
                            .or(
                                    () ->
                                            view.pidFile() instanceof PidFileStatus.Live
                                                    ? Optional.empty()
                                                    : installedUnit(desk, host, home));
            if (unit.isPresent()
                    && host.state(unit.get())
                            .filter(state -> state.pid() == holder.get())
                            .isPresent()) {
                return Optional.of(new GatewayService(desk, host, unit.get(), home));
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
            ServicePlanner desk, Path home, Optional<Path> config, Consumer<String> unclear)
            throws InterruptedException {
        for (ServiceManager host : hosts(desk)) {
            Optional<String> unit = installedUnit(desk, host, home);
            if (unit.isEmpty()) {
                continue;
            }
            var service = new GatewayService(desk, host, unit.get(), home);
            Optional<ServiceState> state = host.state(unit.get());
            if (state.isEmpty()) {
                unclear.accept(
                        "%s is installed for %s, but %s does not answer; going on without it. Try '%s'."
                                .formatted(
                                        unit.get(),
                                        home,
                                        host.kind(),
                                        host.manualCommand("status", unit.get())));
            }
            boolean known = state.filter(ServiceState::loaded).isPresent();
            if (known && (config.isEmpty() || service.runsWith(config.get()))) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    private static List<ServiceManager> hosts(ServicePlanner desk) {
        return List.of(desk.hosts().of(ServiceScope.USER), desk.hosts().of(ServiceScope.SYSTEM));
    }

    private static Optional<String> installedUnit(
            ServicePlanner desk, ServiceManager host, Path home) {
        return desk.installed(host, home).map(text -> host.unit(desk.name(home)));
    }

    private InstalledSettings recorded() {
        return desk.installed(host, home).map(host::read).orElse(InstalledSettings.NOTHING);
    }

    /** What the service is called. */
    public String unit() {
        return unit;
    }

    /** Which service manager, in one word. */
    public String kind() {
        return host.kind();
    }

    /** Whether its gateway is run with this config file. */
    public boolean runsWith(Path config) {
        return config.equals(recorded().config().orElse(home.resolve("config.yaml")));
    }

    /** Whether it runs, or will without anybody's help. */
    public boolean isWanted() throws InterruptedException {
        return state().filter(ServiceState::isWanted).isPresent();
    }

    /** What the service manager says; empty if it cannot be asked. */
    public Optional<ServiceState> state() throws InterruptedException {
        return host.state(unit);
    }

    /**
     * The config as the service will read it, with the variables that it will have and no others.
     *
     * @throws InvalidConfigException if the service would not come up with it
     */
    public GatewayConfig config() throws InvalidConfigException, InterruptedException {
        InstalledSettings settings = recorded();
        return desk.loaders()
                .apply(home, desk.serviceEnvironment(host, home, settings))
                .load(settings.config().orElse(home.resolve("config.yaml")));
    }

    /** Why a config may be good in a shell and bad here. */
    public String variablesHint() {
        return "%s does not see the variables of this shell, but those in %s."
                .formatted(unit, EnvironmentFile.in(home));
    }

    /** Starts it and waits until it is up. Empty: done; else why not. */
    public Optional<String> start(Duration limit) throws InterruptedException {
        return errorMessage(host.start(unit, limit));
    }

    /** Stops it and starts it again, and waits until it is up. Empty: done; else why not. */
    public Optional<String> restart(Duration limit) throws InterruptedException {
        return errorMessage(host.restart(unit, limit));
    }

    /** Has it stopped, without waiting. Empty: under way; else why not. */
    public Optional<String> requestStop() throws InterruptedException {
        return errorMessage(host.requestStop(unit));
    }

    /** Stops it and waits until it has. Empty: done; else why not. */
    public Optional<String> stop(Duration limit) throws InterruptedException {
        return errorMessage(host.stop(unit, limit));
    }

    /** Whether a restart is one step of the service manager, which waits for the end of the old. */
    public boolean restartsByItself() {
        return host instanceof Systemd;
    }

    /** How to do that by hand, for messages. */
    public String manualCommand(String verb) {
        return host.manualCommand(verb, unit);
    }

    private static Optional<String> errorMessage(Output output) {
        return output.ok() ? Optional.empty() : Optional.of(output.errorMessage());
    }
}
