package dev.gateway.sim.console;

import java.io.PrintWriter;
import java.util.List;

/**
 * Progress output on stderr: permanent lines, and on a terminal a few below them that are redrawn.
 * Thread-safe.
 */
public final class ProgressPrinter {

    private static final String CLEAR = "\r\u001B[K";
    private static final String LINE_ABOVE = "\u001B[A\u001B[K";

    private final PrintWriter out;
    private final boolean terminal;
    private int drawn;

    /** Creates a printer; {@code terminal} tells whether a line can be redrawn. */
    public ProgressPrinter(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Creates a printer on stderr, which detects whether that is a terminal. */
    public static ProgressPrinter onStderr(PrintWriter stderr) {
        return new ProgressPrinter(stderr, TerminalDetector.canRedraw(TerminalDetector.STDERR));
    }

    /** Returns whether lines can be redrawn; if not, callers need not draw pictures. */
    public boolean terminal() {
        return terminal;
    }

    /** Shows the current activity, on a terminal until the next text. */
    public void now(String text) {
        now(List.of(text));
    }

    /**
     * Shows the current activity in several lines. None may be longer than the terminal is wide.
     */
    public synchronized void now(List<String> lines) {
        if (terminal) {
            clear();
            out.print(String.join("\n", lines));
            out.flush();
            drawn = lines.size();
        }
    }

    /** Prints a permanent line. */
    public synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** Removes the lines of the current activity. */
    public synchronized void clear() {
        if (drawn > 0) {
            out.print(CLEAR + LINE_ABOVE.repeat(drawn - 1));
            out.flush();
            drawn = 0;
        }
    }
}
