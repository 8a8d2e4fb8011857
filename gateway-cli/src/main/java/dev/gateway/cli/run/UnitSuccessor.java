package dev.gateway.cli.run;

import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A successor that the running gateway of a systemd unit launches inside the unit: in its control
 * group, with its environment, limits and output. Until {@link #release} a helper process is its
 * parent, which tells its exit code; afterwards systemd is, which then notices its end at once, as
 * that of any main process.
 */
final class UnitSuccessor {

    /**
     * The shell script that replaces itself with the gateway and names it as the process that
     * systemd started: for it are the messages to systemd and the watchdog.
     */
    private static final String EXEC =
            "SYSTEMD_EXEC_PID=$$ && export SYSTEMD_EXEC_PID && exec \"$@\"";

    private static final Duration FORK_LIMIT = Duration.ofSeconds(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 2;

    private final HostServices host;
    private final Process parent;
    private final ProcessIdentity process;

    private UnitSuccessor(HostServices host, Process parent, ProcessIdentity process) {
        this.host = host;
        this.parent = parent;
        this.process = process;
    }

    /** A successor ended before it could be looked at. */
    static final class EndedAtOnceException extends IOException {

        private final long code;

        private EndedAtOnceException(int code) {
            super("it ended at once with exit code " + code);
            this.code = code;
        }

        long code() {
            return code;
        }
    }

    /**
     * Launches a successor.
     *
     * @param command the launcher and its arguments
     * @throws EndedAtOnceException if it has ended already
     * @throws IOException if it cannot be launched; the message says why
     */
    static UnitSuccessor launch(HostServices host, List<String> command)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of("setsid", "--fork", "--wait", "/bin/sh", "-c", EXEC, "gateway"));
        words.addAll(command);
        var builder =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("WATCHDOG_PID");
        Process parent = builder.start();
        Deadline deadline = Deadline.after(FORK_LIMIT);
        while (parent.isAlive() && !deadline.isExpired()) {
            Optional<ProcessHandle> child = parent.children().findFirst();
            if (child.isPresent()) {
                return new UnitSuccessor(
                        host, parent, ProcessIdentity.of(host.probe(), child.get().pid()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        if (!parent.isAlive()) {
            throw new EndedAtOnceException(parent.exitValue());
        }
        parent.destroyForcibly();
        throw new IOException("setsid did not start it");
    }

    long pid() {
        return process.pid();
    }

    ProcessIdentity process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive(host.probe());
    }

    /** Waits a moment for the exit code of a successor that has ended; empty if none comes. */
    Optional<Long> exitCode() throws InterruptedException {
        return parent.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of((long) parent.exitValue())
                : Optional.empty();
    }

    /** Makes systemd the parent of the successor. Not killed, the helper would wait for its end. */
    void release() {
        parent.destroyForcibly();
        try {
            parent.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The kernel ends the helper all the same.
        }
    }

    /** Sends SIGTERM to the successor. */
    void terminate() {
        host.signals().terminate(process);
    }

    /** Ends the successor, which is not wanted any more, and waits until it has ended. */
    void abandon() throws InterruptedException {
        terminate();
        if (!awaitEnd()) {
            host.signals().kill(process);
            awaitEnd();
        }
        parent.destroyForcibly();
    }

    private boolean awaitEnd() throws InterruptedException {
        Deadline deadline = Deadline.after(END_LIMIT);
        while (isAlive()) {
            if (deadline.isExpired()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }
}
