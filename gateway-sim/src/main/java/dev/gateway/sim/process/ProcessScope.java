package dev.gateway.sim.process;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A scope that ends every process that was started within it, including those that detached into a
 * session of their own, and also when this JVM is interrupted or killed. Thread-safe.
 *
 * <p>Each process gets a session of its own, so that a Ctrl-C here reaches it only through the
 * scope, and a marker in its environment that all its descendants inherit.
 */
public final class ProcessScope implements AutoCloseable {

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final File NOTHING = new File("/dev/null");

    private final ProcessTag tag = new ProcessTag();
    private final List<RunningProcess> started = new CopyOnWriteArrayList<>();
    private final Thread atShutdown = new Thread(() -> tag.killAll(KILL_LIMIT), "end-scope");
    private final OrphanReaper reaper;

    private ProcessScope() {
        reaper = OrphanReaper.start(tag);
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    /** Opens a scope without processes. */
    public static ProcessScope open() {
        return new ProcessScope();
    }

    /** Starts a command with the environment and folder of this JVM. */
    public RunningProcess start(String... command) {
        return start(new ProcessBuilder(command));
    }

    /** Starts the described process; its output is captured, its input is empty. */
    public RunningProcess start(ProcessBuilder described) {
        var command = new ArrayList<String>();
        if (PathLookup.find("setsid").isPresent()) {
            command.add("setsid");
        }
        command.addAll(SignalDispositionReset.resetCommand());
        command.addAll(described.command());
        var builder = new ProcessBuilder(command).directory(described.directory());
        builder.environment().clear();
        builder.environment().putAll(described.environment());
        tag.addTo(builder.environment());
        builder.redirectInput(NOTHING);
        RunningProcess process = RunningProcess.start(builder, described.command());
        started.add(process);
        return process;
    }

    /**
     * Starts the described process as a child that its parent never waits for: it becomes a zombie
     * when it ends. Its output and its parent's are on the parent's stderr.
     */
    public ZombieProcess startUnreaped(ProcessBuilder described) throws InterruptedException {
        return ZombieProcess.start(this, described);
    }

    /** Returns the PIDs of all processes of this scope and their descendants that still run. */
    public List<Long> survivors() {
        return tag.processes().stream().map(ProcessHandle::pid).sorted().toList();
    }

    /** Returns the survivors that would keep a shell waiting that reads this output to its end. */
    List<Long> holdersOfTheOutputOf(RunningProcess process) {
        return tag.processes().stream()
                .filter(process::hasItsOutputOpenIn)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Waits until no process of this scope is left. */
    public void awaitNoSurvivors(Duration limit) throws InterruptedException {
        Await.until(
                () -> survivors().isEmpty(),
                limit,
                () -> "processes " + survivors() + " are left after " + limit.toMillis() + " ms");
    }

    /**
     * Kills all processes of this scope. Idempotent.
     *
     * @throws ExpectationFailedException if a process survives even that
     */
    @Override
    public void close() {
        List<ProcessHandle> left = tag.killAll(KILL_LIMIT);
        reaper.close();
        removeShutdownHook();
        started.forEach(RunningProcess::close);
        started.clear();
        if (!left.isEmpty()) {
            throw new ExpectationFailedException(
                    "SIGKILL did not end " + left.stream().map(ProcessHandle::pid).toList());
        }
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook repeats what was just done.
        }
    }
}
