package dev.gateway.cli.service;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.manager.EnvironmentFile;
import dev.gateway.cli.service.manager.InstalledSettings;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceManagers;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceSpec;
import dev.gateway.cli.service.manager.Systemd;
import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.token.TokenLockFolder;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The planner of a home's service: computes its definition and finds the installed one.
 *
 * @param managers the service managers of this machine
 * @param launcher {@code bin/gateway}, or null if this process was not started by it
 * @param javaHome the Java of this process
 * @param loaders config loaders for a home and an environment
 */
record ServicePlanner(
        ServiceManagers managers,
        Path launcher,
        Path javaHome,
        BiFunction<Path, UnaryOperator<String>, ConfigLoader> loaders) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Variables that decide what the launcher starts; a service without them would differ. */
    private static final List<String> OF_THE_LAUNCHER =
            List.of(
                    TokenLockFolder.OVERRIDE,
                    "GATEWAY_CLASSPATH",
                    "GATEWAY_JAVA_HOME",
                    "GATEWAY_JAVA_OPTS",
                    "GATEWAY_CDS_DIR");

    /**
     * The request of a command.
     *
     * @param home the home of the gateway, absolute
     * @param config the config file of the command line
     * @param user the user of the command line, for the scope of the host
     */
    record ServiceRequest(Path home, Optional<Path> config, Optional<String> user) {}

    /** Returns the planner of this machine and this process. */
    static ServicePlanner of(CommandContext context) {
        String launcher = System.getProperty("gateway.launcher");
        return new ServicePlanner(
                ServiceManagers.system(),
                launcher == null ? null : Path.of(launcher).normalize(),
                StableJavaHome.of(Path.of(System.getProperty("java.home")), System::getenv),
                (home, environment) ->
                        context.platforms(new GatewayHome(home)).configLoader(environment));
    }

    /** Returns the name of a home's service, without suffix. */
    String name(Path home) {
        return ServiceName.of(home, managers.defaultHome());
    }

    /** Returns the installed definition; empty if there is none or it cannot be read. */
    Optional<String> installed(ServiceManager manager, Path home) {
        Path file = manager.file(name(home));
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the config file of a service. */
    Path configFile(ServiceRequest request, InstalledSettings settings) {
        return request.config().or(settings::config).orElse(request.home().resolve("config.yaml"));
    }

    /**
     * Returns the config, read with the variables of this shell and of the service.
     *
     * @throws InvalidConfigException if it is invalid even so
     */
    GatewayConfig config(ServiceRequest request, InstalledSettings settings)
            throws InvalidConfigException {
        Map<String, String> file = EnvironmentFile.read(EnvironmentFile.in(request.home()));
        return loaders.apply(
                        request.home(),
                        name ->
                                Optional.ofNullable(file.get(name))
                                        .or(() -> environment(name))
                                        .orElse(null))
                .load(configFile(request, settings));
    }

    /** Returns the variables that the config refers to and the service will not have, in order. */
    List<String> missingVariables(
            ServiceManager manager, ServiceRequest request, InstalledSettings settings)
            throws InterruptedException {
        UnaryOperator<String> service = serviceEnvironment(manager, request.home(), settings);
        var missing = new TreeSet<String>();
        ConfigLoader loader =
                loaders.apply(
                        request.home(),
                        name -> {
                            String value = service.apply(name);
                            boolean wanted =
                                    !ProxyPolicy.VARIABLES.contains(name)
                                            || environment(name).isPresent();
                            if (value == null && wanted) {
                                missing.add(name);
                            }
                            return value;
                        });
        try {
            loader.load(configFile(request, settings));
        } catch (InvalidConfigException e) {
            // Missing variables make the config invalid.
        }
        return List.copyOf(missing);
    }

    /** Returns the variables that a service of this manager has. */
    UnaryOperator<String> serviceEnvironment(
            ServiceManager manager, Path home, InstalledSettings settings)
            throws InterruptedException {
        Map<String, String> values = new TreeMap<>();
        if (manager instanceof Systemd systemd) {
            values.putAll(EnvironmentFile.parse(systemd.environment()));
        }
        values.putAll(settings.environment());
        values.putAll(EnvironmentFile.read(EnvironmentFile.in(home)));
        return values::get;
    }

    /**
     * Returns the specification of the service.
     *
     * @param installedSettings the choices at installation, used where this shell makes none
     */
    ServiceSpec spec(
            ServiceScope scope,
            ServiceRequest request,
            InstalledSettings settings,
            ShutdownBudget budget,
            Duration tokenWait)
            throws InterruptedException {
        if (launcher == null) {
            throw new IllegalArgumentException("this process was not started by bin/gateway");
        }
        Map<String, String> variables = new TreeMap<>();
        for (String name : OF_THE_LAUNCHER) {
            environment(name)
                    .or(() -> Optional.ofNullable(settings.environment().get(name)))
                    .ifPresent(value -> variables.put(name, value));
        }
        for (String name : ProxyPolicy.VARIABLES) {
            // Every user can read a unit: a password belongs into the environment file.
            environment(name)
                    .or(() -> Optional.ofNullable(settings.environment().get(name)))
                    .filter(value -> value.indexOf('@') < 0)
                    .ifPresent(value -> variables.put(name, value));
        }
        Optional<String> user =
                scope == ServiceScope.SYSTEM
                        ? Optional.of(
                                request.user().or(settings::user).orElseGet(() -> owner(request)))
                        : Optional.empty();
        return new ServiceSpec(
                name(request.home()),
                scope,
                launcher,
                javaHome(settings),
                request.home(),
                request.config().or(settings::config),
                variables,
                EnvironmentFile.in(request.home()),
                List.of(request.home(), tokenLocks(variables, user)),
                user,
                budget,
                tokenWait);
    }

    /** Returns the installed Java if it still works, else the Java of this process. */
    private Path javaHome(InstalledSettings settings) {
        return Optional.ofNullable(settings.environment().get("JAVA_HOME"))
                .map(Path::of)
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .orElse(javaHome);
    }

    /** Returns the owner of the home, the only user who can run a gateway in it. */
    private String owner(ServiceRequest request) {
        try {
            return Files.getOwner(request.home()).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return managers.userName();
        }
    }

    private Path tokenLocks(Map<String, String> variables, Optional<String> user)
            throws InterruptedException {
        String moved = variables.get(TokenLockFolder.OVERRIDE);
        if (moved != null) {
            return Path.of(moved).toAbsolutePath();
        }
        return TokenLockFolder.below(user.isEmpty() ? managers.userHome() : homeOf(user.get()));
    }

    private Path homeOf(String user) throws InterruptedException {
        if (user.equals(managers.userName())) {
            return managers.userHome();
        }
        String[] fields =
                managers.runner()
                        .run(TIMEOUT, List.of("getent", "passwd", user))
                        .text()
                        .strip()
                        .split(":");
        return Path.of(fields.length > 5 ? fields[5] : "/home/" + user);
    }

    private Optional<String> environment(String name) {
        return Optional.ofNullable(managers.environment().apply(name))
                .filter(value -> !value.isBlank());
    }
}
