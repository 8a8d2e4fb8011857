package dev.gateway.cli.service;

import dev.gateway.cli.DefaultHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The service managers of a machine.
 *
 * @param systemName as the system property {@code os.name}
 * @param environment the value of a variable, or null
 * @param userName as the system property {@code user.name}
 * @param userHome as the system property {@code user.home}
 * @param programs runs their programs
 */
record Hosts(
        String systemName,
        UnaryOperator<String> environment,
        String userName,
        Path userHome,
        Programs programs) {

    /** Those of this machine. */
    static Hosts system() {
        return new Hosts(
                System.getProperty("os.name"),
                System::getenv,
                System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")),
                Programs.system());
    }

    /** The one for a scope. */
    ServiceHost of(Scope scope) {
        return isMac() ? launchd(scope) : systemd(scope);
    }

    /** The default home of a gateway of this user. */
    Path defaultHome() {
        return DefaultHome.of(environment);
    }

    private boolean isMac() {
        String name = systemName.toLowerCase(Locale.ROOT);
        return name.contains("mac") || name.contains("darwin");
    }

    private ServiceHost systemd(Scope scope) {
        Path units =
                scope == Scope.SYSTEM
                        ? Path.of("/etc/systemd/system")
                        : variable("XDG_CONFIG_HOME")
                                .map(Path::of)
                                .filter(Path::isAbsolute)
                                .orElse(userHome.resolve(".config"))
                                .resolve("systemd/user");
        return new SystemdHost(
                scope, units, Path.of("/var/lib/systemd/linger"), userName, programs);
    }

    private ServiceHost launchd(Scope scope) {
        if (scope == Scope.SYSTEM) {
            return new LaunchdHost(scope, Path.of("/Library/LaunchDaemons"), "system", programs);
        }
        String uid = RuntimeFolder.user().map(String::valueOf).orElseGet(() -> asked("id", "-u"));
        return new LaunchdHost(
                scope, userHome.resolve("Library/LaunchAgents"), "gui/" + uid, programs);
    }

    private String asked(String... command) {
        try {
            return programs.run(Duration.ofSeconds(10), List.of(command)).text().strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }
}
