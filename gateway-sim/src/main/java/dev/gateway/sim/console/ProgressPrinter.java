package dev.gateway.sim.console;

import java.io.PrintWriter;
import java.util.List;

/**
 * What goes on, on stderr: lines that stay, and on a terminal some below them that are redrawn.
 * Thread-safe.
 */
public final class ProgressPrinter {

    private static final String CLEAR = "\r\u001B[K";
    private static final String LINE_ABOVE = "\u001B[A\u001B[K";

    private final PrintWriter out;
    private final boolean terminal;
    private int drawn;

    /** Writes there; {@code terminal} tells whether a line can be redrawn. */
    public ProgressPrinter(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Writes to stderr, as whatever it is. */
    public static ProgressPrinter onStderr(PrintWriter stderr) {
        return new ProgressPrinter(stderr, TerminalDetector.canRedraw(TerminalDetector.STDERR));
    }

    /** Whether lines can be redrawn: whoever draws pictures need not if not. */
    public boolean terminal() {
        return terminal;
    }

    /** What is being done just now; shown on a terminal until the next word. */
    public void now(String text) {
        now(List.of(text));
    }

    /** The same with several lines. None may be longer than the terminal is wide. */
    public synchronized void now(List<String> lines) {
        if (terminal) {
            clear();
            out.print(String.join("\n", lines));
            out.flush();
            drawn = lines.size();
        }
    }

    /** A line that stays. */
    public synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** Takes away what was being done. */
    public synchronized void clear() {
        if (drawn > 0) {
            out.print(CLEAR + LINE_ABOVE.repeat(drawn - 1));
            out.flush();
            drawn = 0;
        }
    }
}
