package dev.gateway.cli.service.manager;

import dev.gateway.cli.options.DefaultHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The service managers of a host.
 *
 * @param systemName the system property {@code os.name}
 * @param environment the value of a variable, or null
 * @param userName the system property {@code user.name}
 * @param userHome the system property {@code user.home}
 * @param runner the runner of their tools
 */
public record ServiceManagers(
        String systemName,
        UnaryOperator<String> environment,
        String userName,
        Path userHome,
        CommandRunner runner) {

    /** Returns the service managers of this host. */
    public static ServiceManagers system() {
        return new ServiceManagers(
                System.getProperty("os.name"),
                System::getenv,
                System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")),
                CommandRunner.system());
    }

    /** Returns the manager of a scope. */
    public ServiceManager of(ServiceScope scope) {
        return isMac() ? launchd(scope) : systemd(scope);
    }

    /** Returns the default home of this user's gateway. */
    public Path defaultHome() {
        return DefaultHome.of(environment);
    }

    private boolean isMac() {
        String name = systemName.toLowerCase(Locale.ROOT);
        return name.contains("mac") || name.contains("darwin");
    }

    private ServiceManager systemd(ServiceScope scope) {
        Path units =
                scope == ServiceScope.SYSTEM
                        ? Path.of("/etc/systemd/system")
                        : variable("XDG_CONFIG_HOME")
                                .map(Path::of)
                                .filter(Path::isAbsolute)
                                .orElse(userHome.resolve(".config"))
                                .resolve("systemd/user");
        return new Systemd(scope, units, Path.of("/var/lib/systemd/linger"), userName, runner);
    }

    private ServiceManager launchd(ServiceScope scope) {
        if (scope == ServiceScope.SYSTEM) {
            return new Launchd(scope, Path.of("/Library/LaunchDaemons"), "system", runner);
        }
        String uid =
                UserRuntimeDirectory.user()
                        .map(String::valueOf)
                        .orElseGet(() -> outputOf("id", "-u"));
        return new Launchd(scope, userHome.resolve("Library/LaunchAgents"), "gui/" + uid, runner);
    }

    private String outputOf(String... command) {
        try {
            return runner.run(Duration.ofSeconds(10), List.of(command)).text().strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }
}
