package dev.gateway.sim.stage;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What goes on, on stderr: lines that stay, and on a terminal one below them that is redrawn.
 * Thread-safe.
 */
public final class Progress {

    private static final Path STDERR = Path.of("/proc/self/fd/2");
    private static final String CLEAR = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean terminal;
    private boolean drawn;

    /** Writes there; {@code terminal} tells whether a line can be redrawn. */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Writes to stderr, as whatever it is. */
    public static Progress onStderr(PrintWriter stderr) {
        return new Progress(stderr, isTerminal() && !"dumb".equals(System.getenv("TERM")));
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(STDERR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // no Linux, or closed
        }
    }

    /** What is being done just now; shown on a terminal until the next word. */
    public synchronized void now(String text) {
        if (terminal) {
            out.print(CLEAR + text);
            out.flush();
            drawn = true;
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
        if (drawn) {
            out.print(CLEAR);
            out.flush();
            drawn = false;
        }
    }
}
