package dev.gateway.cli.service.manager;

import dev.gateway.cli.service.manager.CommandRunner.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service manager systemd, through {@code systemctl}. */
public final class Systemd implements ServiceManager {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The time limit of a query, which precedes each start and stop. */
    private static final Duration STATE_TIMEOUT = Duration.ofSeconds(10);

    private static final Pattern VERSION = Pattern.compile("systemd (\\d+)");

    private final ServiceScope scope;
    private final Path folder;
    private final Path lingering;
    private final String user;
    private final CommandRunner runner;

    /**
     * Creates the manager of one scope.
     *
     * @param folder the folder of the units
     * @param lingering the folder in which systemd marks users whose services outlive their logins
     * @param user the user of the services
     */
    Systemd(ServiceScope scope, Path folder, Path lingering, String user, CommandRunner runner) {
        this.scope = scope;
        this.folder = folder;
        this.lingering = lingering;
        this.user = user;
        this.runner = runner;
    }

    @Override
    public String kind() {
        return "systemd";
    }

    @Override
    public ServiceScope scope() {
        return scope;
    }

    @Override
    public String unit(String name) {
        return name + ".service";
    }

    @Override
    public Path file(String name) {
        return folder.resolve(unit(name));
    }

    @Override
    public boolean isOurs(String text) {
        return text.startsWith(SystemdUnit.MARK);
    }

    @Override
    public InstalledSettings read(String text) {
        return UnitParser.of(text);
    }

    @Override
    public String definition(ServiceSpec spec) {
        return new SystemdUnit(spec, version()).text();
    }

    @Override
    public Result register(String name) throws InterruptedException {
        Result reloaded = systemctl(TIMEOUT, "daemon-reload");
        return reloaded.ok() ? systemctl(TIMEOUT, "--quiet", "enable", unit(name)) : reloaded;
    }

    @Override
    public Result unregister(String name, Duration limit) throws InterruptedException {
        Result stopped = stop(unit(name), limit);
        Result disabled = systemctl(TIMEOUT, "--quiet", "disable", unit(name));
        return stopped.ok() ? disabled : stopped;
    }

    @Override
    public void reloadDefinitions(String name) throws InterruptedException {
        systemctl(TIMEOUT, "daemon-reload");
        systemctl(TIMEOUT, "--quiet", "reset-failed", unit(name));
    }

    @Override
    public Optional<ServiceState> state(String unit) throws InterruptedException {
        Result shown = systemctl(STATE_TIMEOUT, "show", "-p", ServiceState.PROPERTIES, "--", unit);
        return shown.ok() ? Optional.of(ServiceState.ofSystemd(shown.text())) : Optional.empty();
    }

    @Override
    public Result start(String unit, Duration limit) throws InterruptedException {
        return systemctl(limit, "start", "--", unit);
    }

    @Override
    public Result stop(String unit, Duration limit) throws InterruptedException {
        return systemctl(limit, "stop", "--", unit);
    }

    @Override
    public Result requestStop(String unit) throws InterruptedException {
        return systemctl(TIMEOUT, "stop", "--no-block", "--", unit);
    }

    @Override
    public Result restart(String unit, Duration limit) throws InterruptedException {
        return systemctl(limit, "restart", "--", unit);
    }

    /**
     * Returns the reason why the gateway of a running unit cannot pass its home on inside the unit;
     * empty if it can.
     */
    public Optional<String> handoverObstacle(String unit, Clock clock) throws InterruptedException {
        Result shown = systemctl(STATE_TIMEOUT, "show", "-p", UnitProperties.NAMES, "--", unit);
        return shown.ok()
                ? UnitProperties.of(shown.text())
                        .handoverObstacle(
                                manualCommand("daemon-reload", "").strip(), clock, System::nanoTime)
                : Optional.of("systemd does not answer");
    }

    /** Returns the variables of every service of this manager; empty if it does not answer. */
    public List<String> environment() throws InterruptedException {
        Result shown = systemctl(TIMEOUT, "show-environment");
        return shown.ok() ? shown.text().lines().toList() : List.of();
    }

    @Override
    public Optional<String> lingeringHint() {
        return scope == ServiceScope.USER && !Files.exists(lingering.resolve(user))
                ? Optional.of(
                        "It runs only while %s is logged in; to have it run always: loginctl enable-linger %s"
                                .formatted(user, user))
                : Optional.empty();
    }

    @Override
    public String remedy(Result failure, String systemCommand) {
        if (failure.exit() == CommandRunner.MISSING) {
            return "There is no systemd here: use 'gateway start', or 'gateway run' under what"
                    + " starts programs on this machine.";
        }
        return scope == ServiceScope.SYSTEM
                ? "Try again as root, when systemd answers."
                : "A user's systemd runs while %s is logged in, or always after 'loginctl enable-linger %s': then try again, or have the machine's run it: %s"
                        .formatted(user, user, systemCommand);
    }

    @Override
    public String manualCommand(String verb, String unit) {
        return "systemctl%s %s %s"
                .formatted(scope == ServiceScope.USER ? " --user" : "", verb, unit);
    }

    /** Returns the version; 0 if unknown, which stands for the oldest. */
    private int version() {
        try {
            Matcher found = VERSION.matcher(systemctl(TIMEOUT, "--version").text());
            return found.find() ? Integer.parseInt(found.group(1)) : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private Result systemctl(Duration limit, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        if (scope == ServiceScope.USER) {
            command.add("--user");
        }
        command.addAll(List.of("--no-pager", "--no-ask-password"));
        command.addAll(Arrays.asList(arguments));
        return runner.run(limit, command);
    }
}
