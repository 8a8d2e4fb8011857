package dev.gateway.sim.process;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that a {@link ProcessScope} started. Thread-safe. Its output is captured from the
 * start; {@code await} methods throw {@link ExpectationFailedException} with the end of it.
 */
public final class RunningProcess {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final int MAX_LINES = 30;

    private final Process process;
    private final List<String> command;
    private final long startedAt;
    private final OutputCapture stdout;
    private final OutputCapture stderr;
    private final CompletableFuture<Long> ended;

    private RunningProcess(
            Process process,
            List<String> command,
            long startedAt,
            OutputCapture stdout,
            OutputCapture stderr) {
        this.process = process;
        this.command = List.copyOf(command);
        this.startedAt = startedAt;
        this.stdout = stdout;
        this.stderr = stderr;
        ended = process.onExit().thenApply(gone -> System.nanoTime());
    }

    /** Starts the described process; errors name {@code command}. */
    static RunningProcess start(ProcessBuilder builder, List<String> command) {
        OutputCapture stdout = OutputCapture.create();
        OutputCapture stderr = OutputCapture.create();
        try {
            long startedAt = System.nanoTime();
            Process process =
                    builder.redirectOutput(stdout.file()).redirectError(stderr.file()).start();
            return new RunningProcess(process, command, startedAt, stdout, stderr);
        } catch (IOException e) {
            stdout.close();
            stderr.close();
            throw new UncheckedIOException("cannot start " + command, e);
        } finally {
            stdout.unlink();
            stderr.unlink();
        }
    }

    /** Returns the PID, which is the same before and after each {@code exec}. */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns whether the kernel still runs the process: a zombie does not run, a stopped process
     * does.
     */
    public boolean isAlive() {
        return ProcessStat.isSupported()
                ? process.isAlive()
                        && ProcessStat.of(pid()).filter(ProcessStat::isAlive).isPresent()
                : process.isAlive();
    }

    /**
     * Sends a signal to this process alone. Does nothing if it has ended. TERM and KILL take no
     * time; for others a process is started.
     */
    public void kill(Signal signal) {
        if (!process.isAlive()) {
            return;
        }
        switch (signal) {
            case TERM -> process.toHandle().destroy();
            case KILL -> process.toHandle().destroyForcibly();
            default -> SignalSender.send(signal, pid());
        }
    }

    /** Returns the lines on stdout so far. */
    public List<String> stdout() {
        return stdout.lines();
    }

    /** Returns the lines on stderr so far. */
    public List<String> stderr() {
        return stderr.lines();
    }

    /** Returns the time from the start until now or until the end. */
    public Duration elapsed() {
        return Duration.ofNanos((process.isAlive() ? System.nanoTime() : endedAt()) - startedAt);
    }

    /** Returns {@link System#nanoTime()} just before the start. */
    public long startedAt() {
        return startedAt;
    }

    /** Returns {@link System#nanoTime()} when the end was seen; 0 while the process runs. */
    public long endedAt() {
        return process.isAlive() ? 0 : ended.join();
    }

    /** Returns the exit code, 128 + n if signal n killed the process; empty while it runs. */
    public Optional<Integer> exit() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /**
     * Waits for the first line, on either stream and from the start, in which the regex occurs,
     * while the process runs.
     */
    public Matcher awaitLine(String regex, Duration limit) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        Deadline deadline = Deadline.after(limit);
        while (true) {
            boolean last = !process.isAlive() || deadline.isExpired();
            Optional<Matcher> found = stdout.firstMatch(pattern);
            if (found.isEmpty()) {
                found = stderr.firstMatch(pattern);
            }
            if (found.isPresent()) {
                return found.get();
            }
            if (last) {
                throw failed("line \"" + regex + "\" expected in " + limit.toMillis() + " ms");
            }
            process.waitFor(POLL.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Waits for the end and returns the exit code; after the limit the process goes on running. */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failed("end expected within " + limit.toMillis() + " ms");
        }
        return process.exitValue();
    }

    /**
     * Waits for the end and returns all that the process and its descendants printed until then.
     */
    public CommandResult awaitResult(Duration limit) throws InterruptedException {
        int exit = awaitExit(limit);
        return new CommandResult(command, exit, text(stdout), text(stderr), elapsed());
    }

    /**
     * Returns whether the other process would keep a shell waiting that reads our output to its
     * end.
     */
    boolean hasItsOutputOpenIn(ProcessHandle other) {
        return stdout.isOpenIn(other) || stderr.isOpenIn(other);
    }

    /** Kills the process; the output stays readable as it is now. Only for the scope. */
    void close() {
        process.destroyForcibly();
        stdout.close();
        stderr.close();
    }

    private static String text(OutputCapture lines) {
        return String.join("", lines.lines().stream().map(line -> line + "\n").toList());
    }

    private ExpectationFailedException failed(String expected) {
        return new ExpectationFailedException(
                "%s of %s (PID %d, %s after %d ms)%nlast on stdout:%n%s%nlast on stderr:%n%s"
                        .formatted(
                                expected,
                                String.join(" ", command),
                                pid(),
                                exit().map(code -> "exit " + code).orElse("running"),
                                elapsed().toMillis(),
                                lastOutput(stdout),
                                lastOutput(stderr)));
    }

    private static String lastOutput(OutputCapture output) {
        List<String> lines = output.lines();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    }
}
