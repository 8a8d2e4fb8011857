package dev.gateway.sim.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line as an operator would call it: which launcher, with which environment. Immutable:
 * each {@code with} method returns a changed copy.
 *
 * <p>The environment is that of this JVM without what would make a run differ from one on another
 * machine: no {@code GATEWAY_*}, no traces of a supervisor, no extra JVM options. {@code JAVA_HOME}
 * is the Java of this JVM, so that tests on a newer Java test the command on it too.
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

    /** A launcher whose processes end with the scope. */
    public static GatewayCommandLine of(ProcessScope scope, Path launcher) {
        return new GatewayCommandLine(
                scope, List.of(launcher.toString()), Map.of(), Optional.empty());
    }

    /** The packaged {@code gateway}, wherever {@link LauncherLocator} finds it. */
    public static GatewayCommandLine gateway(ProcessScope scope) {
        return of(scope, LauncherLocator.gateway());
    }

    /** With this home, and with token locks that only commands with homes beside it share. */
    public GatewayCommandLine withHome(ObservedHome home) {
        return withEnv("GATEWAY_HOME", home.path().toString())
                .withEnv("GATEWAY_TOKEN_LOCK_DIR", home.tokenLocks().toString());
    }

    /** With a variable set. */
    public GatewayCommandLine withEnv(String name, String value) {
        return withChange(name, Optional.of(value));
    }

    /** With a variable removed. */
    public GatewayCommandLine withoutEnv(String name) {
        return withChange(name, Optional.empty());
    }

    /** Called in this folder. */
    public GatewayCommandLine inDirectory(Path folder) {
        return new GatewayCommandLine(scope, command, changes, Optional.of(folder));
    }

    /**
     * Called by another program, for instance {@code setpriv} or {@code unshare}, which gets the
     * command line behind its own arguments. The process is that program, unless it execs.
     */
    public GatewayCommandLine through(String... program) {
        var line = new ArrayList<>(List.of(program));
        line.addAll(command);
        return new GatewayCommandLine(scope, line, changes, directory);
    }

    /** With what the scheduler leaves over: for crowds that others on the machine must not feel. */
    public GatewayCommandLine atLowPriority() {
        return through("nice", "-n", "19");
    }

    /** Starts it and does not wait. */
    public RunningProcess start(String... arguments) {
        return scope.start(builder(arguments));
    }

    /** Starts it as a child that its parent will not wait for. */
    public ZombieProcess startUnreaped(String... arguments) throws InterruptedException {
        return scope.startUnreaped(builder(arguments));
    }

    /**
     * Runs it to its end.
     *
     * @throws ExpectationFailedException if that takes longer than {@code limit}, with the last of
     *     its output and, if it is a JVM, with its threads; it is killed then. Also if something
     *     that it left behind keeps its output open, as whoever called it in a pipe would wait for
     *     that
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

    /** What {@code status --json} prints, whatever its exit code. */
    public JsonNode status() throws InterruptedException {
        return run(STATUS_LIMIT, "status", "--json").json();
    }

    private GatewayCommandLine withChange(String name, Optional<String> value) {
        var changed = new LinkedHashMap<>(changes);
        changed.put(name, value);
        return new GatewayCommandLine(scope, command, changed, directory);
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
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        changes.forEach(
                (name, value) -> {
                    environment.remove(name);
                    value.ifPresent(text -> environment.put(name, text));
                });
        return builder;
    }
}
