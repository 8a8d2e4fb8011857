package dev.gateway.sim.demo;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.timeline.RunRecorder;
import dev.gateway.sim.timeline.TextTimeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The live report of the demo: phases, output of commands, progress of the chat. */
final class DemoReporter {

    private static final long POLL_MILLIS = 50;
    private static final long REDRAW_NANOS = 250_000_000;
    private static final int BAR = 19;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ProgressPrinter progress;
    private final DemoUsers users;
    private final RunRecorder recorder;
    private final Duration expected;
    private final int width;
    private String phase = "";
    private long drawn;
    private final long began = System.nanoTime();

    /**
     * Creates a reporter.
     *
     * @param expected the duration on a quiet machine, for the live picture
     * @param width the width of the terminal
     */
    DemoReporter(
            ProgressPrinter progress,
            DemoUsers users,
            RunRecorder recorder,
            Duration expected,
            int width) {
        this.progress = progress;
        this.users = users;
        this.recorder = recorder;
        this.expected = expected;
        this.width = width;
    }

    /** Prints a headline with the time since the start. */
    void phase(String text) {
        phase = text;
        recorder.beginStep(text);
        progress.line(time() + "  " + text);
        drawn = 0;
    }

    /** Prints a line below the headline. */
    void line(String text) {
        progress.line("         " + text);
    }

    /** Shows the output of a command until it ends. */
    CommandResult follow(RunningProcess command, Duration limit) throws InterruptedException {
        int shown = follow(command, () -> command.exit().isPresent(), limit, "end");
        CommandResult result = command.awaitResult(limit);
        show(command.stdout(), shown);
        command.stderr().forEach(this::line);
        return result;
    }

    /**
     * Shows the output of a command until the condition holds; returns the number of lines shown.
     */
    int follow(RunningProcess command, BooleanSupplier reached, Duration limit, String what)
            throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        int shown = 0;
        while (!reached.getAsBoolean()) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "no " + what + " within " + limit.toSeconds() + " s\n" + output(command));
            }
            shown = show(command.stdout(), shown);
            redraw();
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return show(command.stdout(), shown);
    }

    private static String output(RunningProcess command) {
        return String.join("\n", command.stdout()) + String.join("\n", command.stderr());
    }

    private int show(List<String> lines, int shown) {
        lines.subList(Math.min(shown, lines.size()), lines.size()).forEach(this::line);
        return Math.max(shown, lines.size());
    }

    /** Lets the users chat for a while. */
    void runFor(Duration time) throws InterruptedException {
        Deadline end = Deadline.after(time);
        while (!end.isExpired()) {
            redraw();
            TimeUnit.NANOSECONDS.sleep(
                    Math.min(
                            end.remaining().toNanos(), TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)));
        }
    }

    /** Redraws the timeline and the counts of messages on a terminal. */
    void redraw() {
        long now = System.nanoTime();
        if (!progress.terminal() || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(TextTimeline.of(recorder.timeline(phase, ""), width, expected));
        lines.add("");
        lines.add(bar() + " " + time() + "  " + users.soFar());
        progress.now(lines.stream().map(this::cut).toList());
    }

    private String cut(String line) {
        return line.length() > width ? line.substring(0, width) : line;
    }

    /** Returns a progress bar; it may be full while the last answers are still to come. */
    private String bar() {
        double part = Math.min(1, recorder.elapsed().toNanos() / (double) expected.toNanos());
        int full = (int) Math.round(part * BAR);
        return "━".repeat(full) + "╌".repeat(BAR - full);
    }

    private String time() {
        return String.format(
                Locale.ROOT, "%5.1f s", (System.nanoTime() - began) / NANOS_PER_SECOND);
    }
}
