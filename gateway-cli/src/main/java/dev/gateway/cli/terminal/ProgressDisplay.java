package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.DisplayWidth;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The display of a long operation's phases, each with its duration. On a terminal the running phase
 * is redrawn in place. Elsewhere each phase is one plain line when it has ended, and a long one is
 * repeated every few seconds.
 *
 * <p>Thread-safe. From the first phase until {@link #close} one daemon thread, {@code progress},
 * draws.
 */
public final class ProgressDisplay implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration REMIND = Duration.ofSeconds(5);
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] PLAIN_SPINNER = {"|", "/", "-", "\\"};
    private static final String CLEAR = "\r\u001B[K";

    private final ConsoleOutput output;
    private final LongSupplier nanoTime;
    private final Duration period;
    private String phase;
    private String detail = "";
    private long since;
    private int frame;
    private boolean closed;
    private Thread drawing;

    /** Creates a display without a phase; prints nothing yet. */
    public ProgressDisplay(ConsoleOutput output) {
        this(output, System::nanoTime, output.isInteractive() ? REDRAW : REMIND);
    }

    ProgressDisplay(ConsoleOutput output, LongSupplier nanoTime, Duration period) {
        this.output = output;
        this.nanoTime = nanoTime;
        this.period = period;
    }

    /** Begins a phase and ends the running one as successful. */
    public synchronized void phase(String text) {
        done();
        if (closed) {
            return;
        }
        phase = text;
        since = nanoTime.getAsLong();
        if (drawing == null) {
            drawing = new Thread(this::drawRegularly, "progress");
            drawing.setDaemon(true);
            drawing.start();
        }
        draw();
    }

    /** Shows a detail of the running phase, such as the time left; the next call replaces it. */
    public synchronized void detail(String text) {
        detail = text;
        draw();
    }

    /** Prints a line that stays, above the running phase. */
    public synchronized void line(String text) {
        output.write(erase() + text + System.lineSeparator());
        draw();
    }

    /** Ends the running phase as successful; does nothing if there is none. */
    public void done() {
        end(TextStyle.GOOD, output.symbol("✓", "ok"), "");
    }

    /** Ends the running phase as successful and shows its outcome. */
    public void done(String outcome) {
        end(TextStyle.GOOD, output.symbol("✓", "ok"), outcome);
    }

    /** Ends the running phase as failed and shows the reason. */
    public void failed(String reason) {
        end(TextStyle.BAD, output.symbol("✗", "failed"), reason);
    }

    private synchronized void end(TextStyle style, String symbol, String outcome) {
        if (phase == null) {
            return;
        }
        String text = phase + "  " + output.paint(TextStyle.FAINT, elapsed());
        if (!outcome.isEmpty()) {
            text += "  " + outcome;
        }
        output.write(erase() + output.paint(style, symbol) + " " + text + System.lineSeparator());
        phase = null;
        detail = "";
    }

    /** Stops drawing. A phase that is still running keeps its line, with its time. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            end(TextStyle.WARNING, output.symbol("…", "..."), "");
            closed = true;
            ending = drawing;
            drawing = null;
            notifyAll();
        }
        if (ending == null) {
            return;
        }
        try {
            ending.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void drawRegularly() {
        try {
            while (!closed) {
                wait(period.toMillis());
                if (!closed) {
                    frame++;
                    remind();
                    draw();
                }
            }
        } catch (InterruptedException e) {
            // Only the end of the process interrupts this thread: there is nothing left to draw.
            Thread.currentThread().interrupt();
        }
    }

    private void remind() {
        if (!output.isInteractive() && phase != null) {
            output.line(output.symbol("…", "...") + " " + running());
        }
    }

    private void draw() {
        if (output.isInteractive() && phase != null) {
            String[] frames = output.hasSymbols() ? SPINNER : PLAIN_SPINNER;
            String text = frames[frame % frames.length] + " " + running();
            output.write(CLEAR + cut(text));
        }
    }

    private String running() {
        return phase + "  " + elapsed() + (detail.isEmpty() ? "" : "  " + detail);
    }

    private String elapsed() {
        return ElapsedFormat.text(Duration.ofNanos(nanoTime.getAsLong() - since));
    }

    private String erase() {
        return output.isInteractive() && phase != null ? CLEAR : "";
    }

    /** Returns the text cut to one line: a wrapped line could not be redrawn. */
    private String cut(String text) {
        int most = output.width() - 1;
        return DisplayWidth.fit(text, most);
    }
}
