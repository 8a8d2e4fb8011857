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

/** Tells what happens while it happens: phases, what commands print, how the chat goes. */
final class DemoReporter {

    private static final long LOOK_MILLIS = 50;
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
     * Tells it there.
     *
     * @param expected how long it takes on a quiet machine, for the live picture
     * @param width of the terminal
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

    /** A headline with the time since the beginning. */
    void phase(String text) {
        phase = text;
        recorder.beginStep(text);
        progress.line(time() + "  " + text);
        drawn = 0;
    }

    /** A line of its own below the headline. */
    void line(String text) {
        progress.line("         " + text);
    }

    /** Shows what a command prints until it ends. */
    CommandResult follow(RunningProcess command, Duration limit) throws InterruptedException {
        int shown = follow(command, () -> command.exit().isPresent(), limit, "end");
        CommandResult result = command.awaitResult(limit);
        show(command.stdout(), shown);
        command.stderr().forEach(this::line);
        return result;
    }

    /** Shows what a command prints until it is so; returns how many lines were shown. */
    int follow(RunningProcess command, BooleanSupplier reached, Duration limit, String what)
            throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        int shown = 0;
        while (!reached.getAsBoolean()) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "no " + what + " within " + limit.toSeconds() + " s\n" + words(command));
            }
            shown = show(command.stdout(), shown);
            chatting();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return show(command.stdout(), shown);
    }

    private static String words(RunningProcess command) {
        return String.join("\n", command.stdout()) + String.join("\n", command.stderr());
    }

    private int show(List<String> lines, int shown) {
        lines.subList(Math.min(shown, lines.size()), lines.size()).forEach(this::line);
        return Math.max(shown, lines.size());
    }

    /** Lets people chat for a while. */
    void runFor(Duration time) throws InterruptedException {
        Deadline end = Deadline.after(time);
        while (!end.isExpired()) {
            chatting();
            TimeUnit.NANOSECONDS.sleep(
                    Math.min(
                            end.remaining().toNanos(), TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
        }
    }

    /** The picture so far and a word on the chat, shown on a terminal for the moment. */
    void chatting() {
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

    /** How far it is; at the end it may have to wait for the last answers. */
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
