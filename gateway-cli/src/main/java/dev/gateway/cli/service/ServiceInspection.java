package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.ServicePlanner.Wish;
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
 * Everything about the service of a home: what is installed, whether it is what this version would
 * install, and what the service manager says of it. Looking changes nothing.
 *
 * @param host the service manager
 * @param name of the service, without suffix
 * @param installed the definition, if there is one
 * @param ours whether it may be changed
 * @param differences how it differs from what would be installed now; empty if it does not
 * @param state what the service manager says; empty if it cannot be asked
 */
public record ServiceInspection(
        ServiceManager host,
        String name,
        Optional<String> installed,
        boolean ours,
        List<String> differences,
        Optional<ServiceState> state) {

    private static final int MOST_DIFFERENCES = 5;

    /** What the service is called. */
    public String unit() {
        return host.unit(name);
    }

    /** The file that defines it, or would. */
    public Path file() {
        return host.file(name);
    }

    /** Whether it is installed and no longer what this version would install. */
    public boolean isOutdated() {
        return installed.isPresent() && !differences.isEmpty();
    }

    /** The service of this home: the user's if there is one, else that of the machine. */
    public static ServiceInspection of(CommandContext context, Path home, Optional<Path> config)
            throws InterruptedException {
        return of(ServicePlanner.of(context), new Wish(home, config, Optional.empty()));
    }

    static ServiceInspection of(ServicePlanner desk, Wish wish) throws InterruptedException {
        ServiceManager users = desk.hosts().of(ServiceScope.USER);
        ServiceManager machines = desk.hosts().of(ServiceScope.SYSTEM);
        boolean machine =
                desk.installed(users, wish.home()).isEmpty()
                        && desk.installed(machines, wish.home()).isPresent();
        return of(desk, wish, machine ? machines : users);
    }

    static ServiceInspection of(ServicePlanner desk, Wish wish, ServiceManager host)
            throws InterruptedException {
        String name = desk.name(wish.home());
        Optional<String> installed = desk.installed(host, wish.home());
        return new ServiceInspection(
                host,
                name,
                installed,
                installed.filter(host::isOurs).isPresent(),
                installed.isPresent() ? compare(desk, wish, host, installed.get()) : List.of(),
                host.state(host.unit(name)));
    }

    private static List<String> compare(
            ServicePlanner desk, Wish wish, ServiceManager host, String installed)
            throws InterruptedException {
        if (!host.isOurs(installed)) {
            return List.of("it was not written by 'gateway service install'");
        }
        InstalledSettings settings = host.read(installed);
        try {
            GatewayConfig config = desk.config(wish, settings);
            ServiceSpec spec =
                    desk.spec(host.scope(), wish, settings, config.budget(), config.tokenWait());
            return differences(installed, host.definition(spec));
        } catch (InvalidConfigException e) {
            return List.of(
                    "cannot tell: "
                            + desk.configFile(wish, settings)
                            + " is not valid ('gateway config check')");
        }
    }

    /** Line by line, as a person wants to read it. */
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
        return all.size() > MOST_DIFFERENCES ? all.subList(0, MOST_DIFFERENCES) : all;
    }
}
