package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.DisplayWidth;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows the phases of something that takes time, each with the time it took. On a terminal the
 * running phase is redrawn in place; elsewhere each phase is one plain line when it has ended, and
 * one that lasts says so every few seconds.
 *
 * <p>Thread-safe. From the first phase until {@link #close} it has one daemon thread, {@code
 * progress}, which draws.
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

    /** Without a phase yet; prints nothing. */
    public ProgressDisplay(ConsoleOutput output) {
        this(output, System::nanoTime, output.isInteractive() ? REDRAW : REMIND);
    }

    ProgressDisplay(ConsoleOutput output, LongSupplier nanoTime, Duration period) {
        this.output = output;
        this.nanoTime = nanoTime;
        this.period = period;
    }

    /** Begins a phase; one that is running has succeeded. */
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

    /** Says more about the running phase, for instance how much is left; replaced by the next. */
    public synchronized void detail(String text) {
        detail = text;
        draw();
    }

    /** Prints a line that stays, above the running phase. */
    public synchronized void line(String text) {
        output.write(erase() + text + System.lineSeparator());
        draw();
    }

    /** The running phase has succeeded. Nothing happens if there is none. */
    public void done() {
        end(TextStyle.GOOD, output.symbol("✓", "ok"), "");
    }

    /** The running phase has succeeded, and this is what came of it. */
    public void done(String outcome) {
        end(TextStyle.GOOD, output.symbol("✓", "ok"), outcome);
    }

    /** The running phase has failed, for this reason. */
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

    /** Stops drawing. A phase that is still running is left as it stands, with its time. */
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
            // Nobody but the end of the process interrupts it: there is nothing left to draw.
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

    /** A line that wraps could not be redrawn. */
    private String cut(String text) {
        int most = output.width() - 1;
        return DisplayWidth.fit(text, most);
    }
}
