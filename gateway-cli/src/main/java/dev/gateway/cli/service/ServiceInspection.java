package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.ServicePlanner.ServiceRequest;
import dev.gateway.cli.service.manager.InstalledSettings;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceSpec;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a home's service: the installed definition, its differences from the one of this
 * version, and the state by the service manager. An inspection changes nothing.
 *
 * @param manager the service manager
 * @param name the name of the service, without suffix
 * @param installed the installed definition, if any
 * @param ours whether {@code service install} wrote it
 * @param differences the differences from the definition of this version
 * @param state the state by the service manager; empty if it does not answer
 */
public record ServiceInspection(
        ServiceManager manager,
        String name,
        Optional<String> installed,
        boolean ours,
        List<String> differences,
        Optional<ServiceState> state) {

    private static final int MAX_DIFFERENCES = 5;

    /** Returns the name of the service. */
    public String unit() {
        return manager.unit(name);
    }

    /** Returns the path of the definition, installed or not. */
    public Path file() {
        return manager.file(name);
    }

    /** Returns whether the installed definition differs from the one of this version. */
    public boolean isOutdated() {
        return installed.isPresent() && !differences.isEmpty();
    }

    /** Returns the service of a home: the user's if it is installed, else the host's. */
    public static ServiceInspection of(CommandContext context, Path home, Optional<Path> config)
            throws InterruptedException {
        return of(ServicePlanner.of(context), new ServiceRequest(home, config, Optional.empty()));
    }

    static ServiceInspection of(ServicePlanner planner, ServiceRequest request)
            throws InterruptedException {
        ServiceManager userManager = planner.managers().of(ServiceScope.USER);
        ServiceManager systemManager = planner.managers().of(ServiceScope.SYSTEM);
        boolean machine =
                planner.installed(userManager, request.home()).isEmpty()
                        && planner.installed(systemManager, request.home()).isPresent();
        return of(planner, request, machine ? systemManager : userManager);
    }

    static ServiceInspection of(
            ServicePlanner planner, ServiceRequest request, ServiceManager manager)
            throws InterruptedException {
        String name = planner.name(request.home());
        Optional<String> installed = planner.installed(manager, request.home());
        return new ServiceInspection(
                manager,
                name,
                installed,
                installed.filter(manager::isOurs).isPresent(),
                installed.isPresent()
                        ? compare(planner, request, manager, installed.get())
                        : List.of(),
                manager.state(manager.unit(name)));
    }

    private static List<String> compare(
            ServicePlanner planner,
            ServiceRequest request,
            ServiceManager manager,
            String installed)
            throws InterruptedException {
        if (!manager.isOurs(installed)) {
            return List.of("it was not written by 'gateway service install'");
        }
        InstalledSettings settings = manager.read(installed);
        try {
            GatewayConfig config = planner.config(request, settings);
            ServiceSpec spec =
                    planner.spec(
                            manager.scope(),
                            request,
                            settings,
                            config.budget(),
                            config.tokenWait());
            return differences(installed, manager.definition(spec));
        } catch (InvalidConfigException e) {
            return List.of(
                    "cannot tell: "
                            + planner.configFile(request, settings)
                            + " is not valid ('gateway config check')");
        }
    }

    /** Returns the differing lines, for people. */
    static List<String> differences(String installed, String wanted) {
        List<String> old = new ArrayList<>(installed.lines().map(String::strip).toList());
        List<String> now = new ArrayList<>(wanted.lines().map(String::strip).toList());
        List<String> gone = new ArrayList<>(old);
        gone.removeAll(now);
        List<String> come = new ArrayList<>(now);
        come.removeAll(old);
        List<String> all = new ArrayList<>();
        gone.forEach(line -> all.add("- " + line));
        come.forEach(line -> all.add("+ " + line));
        if (all.isEmpty() && !old.equals(now)) {
            all.add("its lines are in another order");
        }
        return all.size() > MAX_DIFFERENCES ? all.subList(0, MAX_DIFFERENCES) : all;
    }
}
