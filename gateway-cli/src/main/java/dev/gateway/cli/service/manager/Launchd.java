package dev.gateway.cli.service.manager;

import dev.gateway.cli.service.manager.CommandRunner.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service manager launchd of macOS, through {@code launchctl}. */
final class Launchd implements ServiceManager {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PREFIX = "dev.gateway.";
    private static final Pattern PID = Pattern.compile("(?m)^\\s*pid = (\\d+)");
    private static final Pattern STATE = Pattern.compile("(?m)^\\s*state = (.+)$");
    private static final Pattern EXIT = Pattern.compile("(?m)^\\s*last exit code = (\\d+)");
    private static final Pattern RUNS = Pattern.compile("(?m)^\\s*runs = (\\d+)");

    private final ServiceScope scope;
    private final Path folder;
    private final String domain;
    private final CommandRunner runner;

    /**
     * Creates the manager of one scope.
     *
     * @param folder the folder of the job definitions
     * @param domain the domain, as {@code gui/501} or {@code system}
     */
    Launchd(ServiceScope scope, Path folder, String domain, CommandRunner runner) {
        this.scope = scope;
        this.folder = folder;
        this.domain = domain;
        this.runner = runner;
    }

    @Override
    public String kind() {
        return "launchd";
    }

    @Override
    public ServiceScope scope() {
        return scope;
    }

    @Override
    public String unit(String name) {
        return PREFIX + name;
    }

    @Override
    public Path file(String name) {
        return folder.resolve(unit(name) + ".plist");
    }

    @Override
    public boolean isOurs(String text) {
        return text.contains(LaunchdPlist.MARK);
    }

    @Override
    public InstalledSettings read(String text) {
        return LaunchdPlist.read(text);
    }

    @Override
    public String definition(ServiceSpec spec) {
        return new LaunchdPlist(spec, unit(spec.name())).text();
    }

    /** Registers the job, which launchd starts at once. */
    @Override
    public Result register(String name) throws InterruptedException {
        launchctl(TIMEOUT, "bootout", target(unit(name)));
        return launchctl(TIMEOUT, "bootstrap", domain, file(name).toString());
    }

    @Override
    public Result unregister(String name, Duration limit) throws InterruptedException {
        return launchctl(limit, "bootout", target(unit(name)));
    }

    @Override
    public void reloadDefinitions(String name) {
        // bootout has already done it
    }

    @Override
    public Optional<ServiceState> state(String unit) throws InterruptedException {
        Result printed = launchctl(TIMEOUT, "print", target(unit));
        if (printed.exit() == CommandRunner.MISSING) {
            return Optional.empty();
        }
        String text = printed.text();
        long pid = number(PID, text);
        Matcher state = STATE.matcher(text);
        int exit = (int) number(EXIT, text);
        return Optional.of(
                new ServiceState(
                        printed.ok(),
                        pid > 0 ? "active" : "inactive",
                        state.find() ? state.group(1) : "",
                        exit == 0 ? "success" : "exit-code",
                        pid,
                        exit,
                        (int) Math.max(0, number(RUNS, text) - 1),
                        printed.ok(),
                        "",
                        ""));
    }

    @Override
    public Result start(String unit, Duration limit) throws InterruptedException {
        return launchctl(limit, "kickstart", target(unit));
    }

    /** Stops the job: it ends with 0, after which launchd does not restart it. */
    @Override
    public Result stop(String unit, Duration limit) throws InterruptedException {
        return launchctl(limit, "kill", "SIGTERM", target(unit));
    }

    @Override
    public Result requestStop(String unit) throws InterruptedException {
        return stop(unit, TIMEOUT);
    }

    /** Starts a job that was stopped before: launchd's own restart would not wait for its end. */
    @Override
    public Result restart(String unit, Duration limit) throws InterruptedException {
        return start(unit, limit);
    }

    @Override
    public Optional<String> lingeringHint() {
        return Optional.empty();
    }

    @Override
    public String remedy(Result failure, String systemCommand) {
        return scope == ServiceScope.SYSTEM
                ? "Try again as root."
                : "Try again from a login in the graphical session, or have the machine's launchd run it: "
                        + systemCommand;
    }

    @Override
    public String manualCommand(String verb, String unit) {
        return "launchctl %s %s"
                .formatted(verb.equals("start") ? "kickstart" : "kill SIGTERM", target(unit));
    }

    private String target(String unit) {
        return domain + "/" + unit;
    }

    private Result launchctl(Duration limit, String... arguments) throws InterruptedException {
        var command = new ArrayList<>(List.of("launchctl"));
        command.addAll(List.of(arguments));
        return runner.run(limit, command);
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
