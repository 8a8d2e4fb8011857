package dev.gateway.sim.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process whose parent never waits for it. After its end it stays in the process table as a
 * zombie, until its parent ends.
 */
public final class ZombieProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** The shell becomes the sleep, which does not know the child that it inherits. */
    private static final String PARENT = "\"$@\" >&2 & echo \"$!\"; exec sleep 86400";

    private final RunningProcess parent;
    private final long pid;

    private ZombieProcess(RunningProcess parent, long pid) {
        this.parent = parent;
        this.pid = pid;
    }

    static ZombieProcess start(ProcessScope scope, ProcessBuilder described)
            throws InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", PARENT, "never-waits"));
        command.addAll(described.command());
        var builder = new ProcessBuilder(command).directory(described.directory());
        builder.environment().clear();
        builder.environment().putAll(described.environment());
        RunningProcess parent = scope.start(builder);
        String pid = parent.awaitLine("^\\d+$", START_LIMIT).group();
        return new ZombieProcess(parent, Long.parseLong(pid));
    }

    /** Returns the PID of the process, not that of its parent. */
    public long pid() {
        return pid;
    }

    /** Returns the parent; its stderr has the lines of both. */
    public RunningProcess parent() {
        return parent;
    }

    /** Returns whether the process still runs; a zombie does not. */
    public boolean isAlive() {
        return ProcessStat.of(pid).filter(ProcessStat::isAlive).isPresent();
    }

    /** Sends a signal to this process alone. Its PID is not reused while it is a zombie. */
    public void kill(Signal signal) {
        SignalSender.send(signal, pid);
    }

    /** Waits until the process has ended and is a zombie. */
    public void awaitZombie(Duration limit) throws InterruptedException {
        Await.until(
                () -> ProcessStat.of(pid).filter(ProcessStat::isZombie).isPresent(),
                limit,
                () -> "process " + pid + " is no zombie but " + ProcessStat.of(pid));
    }

    /** Ends the parent: the process that inherits the zombie removes it from the process table. */
    public void endParent(Duration limit) throws InterruptedException {
        parent.kill(Signal.KILL);
        parent.awaitExit(limit);
    }
}
