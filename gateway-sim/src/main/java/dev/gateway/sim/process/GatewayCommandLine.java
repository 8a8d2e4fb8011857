package dev.gateway.sim.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.proxy.ProxyPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A command line as an operator would call it: the launcher and its environment. Immutable: each
 * {@code with} method returns a changed copy.
 *
 * <p>The environment is that of this JVM without what would make a run differ from one on another
 * machine: no {@code GATEWAY_*}, no traces of a service manager, no extra JVM options, no proxy on
 * the way to the fakes. {@code JAVA_HOME} is the Java of this JVM, so that tests on a newer Java
 * test the command on it too.
 */
public final class GatewayCommandLine {

    private static final List<String> REMOVED =
            List.of(
                    "NOTIFY_SOCKET",
                    "WATCHDOG_USEC",
                    "WATCHDOG_PID",
                    "INVOCATION_ID",
                    "JOURNAL_STREAM",
                    "SYSTEMD_EXEC_PID",
                    "JAVA_TOOL_OPTIONS",
                    "JDK_JAVA_OPTIONS",
                    "_JAVA_OPTIONS");

    private static final String NO_PROXY = "NO_PROXY";

    private static final Duration STATUS_LIMIT = Duration.ofSeconds(60);

    private final ProcessScope scope;
    private final List<String> command;
    private final Map<String, Optional<String>> changes;
    private final Optional<Path> directory;

    private GatewayCommandLine(
            ProcessScope scope,
            List<String> command,
            Map<String, Optional<String>> changes,
            Optional<Path> directory) {
        this.scope = scope;
        this.command = List.copyOf(command);
        this.changes = changes;
        this.directory = directory;
    }

    /** Returns a command line of this launcher; its processes end with the scope. */
    public static GatewayCommandLine of(ProcessScope scope, Path launcher) {
        return new GatewayCommandLine(
                scope, List.of(launcher.toString()), Map.of(), Optional.empty());
    }

    /**
     * Returns a command line of the packaged {@code gateway} that {@link LauncherLocator} finds.
     */
    public static GatewayCommandLine gateway(ProcessScope scope) {
        return of(scope, LauncherLocator.gateway());
    }

    /** Sets this home, and a folder of token locks that is shared only with the homes beside it. */
    public GatewayCommandLine withHome(ObservedHome home) {
        return withEnv("GATEWAY_HOME", home.path().toString())
                .withEnv("GATEWAY_TOKEN_LOCK_DIR", home.tokenLocks().toString());
    }

    /** Sets a variable. */
    public GatewayCommandLine withEnv(String name, String value) {
        return withChange(name, Optional.of(value));
    }

    /** Removes a variable. */
    public GatewayCommandLine withoutEnv(String name) {
        return withChange(name, Optional.empty());
    }

    /** Sets the working directory. */
    public GatewayCommandLine inDirectory(Path folder) {
        return new GatewayCommandLine(scope, command, changes, Optional.of(folder));
    }

    /**
     * Prefixes another program, for instance {@code setpriv} or {@code unshare}, which gets the
     * command line behind its own arguments. The process is that program, unless it execs.
     */
    public GatewayCommandLine through(String... program) {
        var line = new ArrayList<>(List.of(program));
        line.addAll(command);
        return new GatewayCommandLine(scope, line, changes, directory);
    }

    /** Lowers the priority, for many processes that must not slow down the rest of the machine. */
    public GatewayCommandLine atLowPriority() {
        return through("nice", "-n", "19");
    }

    /** Starts the command and does not wait. */
    public RunningProcess start(String... arguments) {
        return scope.start(builder(arguments));
    }

    /** Starts the command as a child that its parent will not wait for. */
    public ZombieProcess startUnreaped(String... arguments) throws InterruptedException {
        return scope.startUnreaped(builder(arguments));
    }

    /**
     * Runs the command to its end.
     *
     * @throws ExpectationFailedException if that takes longer than {@code limit}: the message holds
     *     the last of the output and, for a JVM, its threads; the process is killed. Also thrown if
     *     a process that it left behind keeps the output open, since a caller with a pipe would
     *     wait for it
     */
    public CommandResult run(Duration limit, String... arguments) throws InterruptedException {
        RunningProcess process = start(arguments);
        try {
            CommandResult result = process.awaitResult(limit);
            List<Long> holders = scope.holdersOfTheOutputOf(process);
            if (!holders.isEmpty()) {
                throw new ExpectationFailedException(
                        holders + " keep the output open of " + result);
            }
            return result;
        } catch (ExpectationFailedException e) {
            throw new ExpectationFailedException(e.getMessage() + "\n" + ThreadDump.of(process));
        } finally {
            process.kill(Signal.KILL);
        }
    }

    /** Returns what {@code status --json} prints, whatever its exit code. */
    public JsonNode status() throws InterruptedException {
        return run(STATUS_LIMIT, "status", "--json").json();
    }

    private GatewayCommandLine withChange(String name, Optional<String> value) {
        var changed = new LinkedHashMap<>(changes);
        changed.put(name, value);
        return new GatewayCommandLine(scope, command, changed, directory);
    }

    /**
     * Excepts this machine from the proxies of the caller's environment: a proxy on it would carry
     * the calls to the fakes, and the referee would take it for the poller.
     */
    static void withoutProxyToLoopback(Map<String, String> environment) {
        boolean proxied =
                ProxyPolicy.VARIABLES.stream()
                        .anyMatch(
                                name ->
                                        !name.equalsIgnoreCase(NO_PROXY)
                                                && environment.containsKey(name));
        if (proxied) {
            String lower = NO_PROXY.toLowerCase(Locale.ROOT);
            String known = environment.getOrDefault(lower, environment.get(NO_PROXY));
            environment.put(
                    lower,
                    (known == null || known.isBlank() ? "" : known + ",")
                            + "localhost,127.0.0.0/8,::1");
        }
    }

    private ProcessBuilder builder(String... arguments) {
        var line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line);
        directory.ifPresent(folder -> builder.directory(folder.toFile()));
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(
                        name ->
                                REMOVED.contains(name)
                                        || name.startsWith("GATEWAY_")
                                                && !name.equals(ProcessTag.VARIABLE));
        withoutProxyToLoopback(environment);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        changes.forEach(
                (name, value) -> {
                    environment.remove(name);
                    value.ifPresent(text -> environment.put(name, text));
                });
        return builder;
    }
}
