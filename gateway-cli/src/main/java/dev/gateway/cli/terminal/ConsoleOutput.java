package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.TerminalSize;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * One output stream of a command: stdout or stderr, which may be a terminal, a pipe or a file.
 * Lines are written whole and at once, also from several threads. A reader that is gone is no
 * error.
 */
public final class ConsoleOutput {

    /** The width of a terminal of unknown size, and of pipes and files. */
    public static final int DEFAULT_WIDTH = 80;

    private final PrintStream stream;
    private final boolean interactive;
    private final boolean colours;
    private final boolean symbols;
    private final TerminalSize size;

    ConsoleOutput(
            PrintStream stream,
            boolean interactive,
            boolean colours,
            boolean symbols,
            TerminalSize size) {
        this.stream = stream;
        this.interactive = interactive;
        this.colours = colours;
        this.symbols = symbols;
        this.size = size;
    }

    ConsoleOutput(
            PrintStream stream, boolean interactive, boolean colours, boolean symbols, int width) {
        this(stream, interactive, colours, symbols, TerminalSize.fixed(width));
    }

    /** Returns an output that is no terminal, for text in {@code charset}. */
    public static ConsoleOutput plain(PrintStream stream, Charset charset) {
        return new ConsoleOutput(
                stream, false, false, canShow(charset), TerminalSize.fixed(DEFAULT_WIDTH));
    }

    static boolean canShow(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode('\u2713');
    }

    /** Returns whether this is a terminal, on which lines may be redrawn. */
    public boolean isInteractive() {
        return interactive;
    }

    /** Returns whether {@link #paint} adds colours. */
    public boolean hasColours() {
        return colours;
    }

    /** Returns the number of columns. */
    public int width() {
        return size.columns();
    }

    /** Returns the number of lines of the terminal; 0 if it is not known. */
    public int height() {
        return size.rows();
    }

    /** Returns {@code text} in a style, or unchanged where there are no colours. */
    public String paint(TextStyle style, String text) {
        return colours && !text.isEmpty() ? style.paint(text) : text;
    }

    /** Returns whether characters beyond ASCII can be shown. */
    public boolean hasSymbols() {
        return symbols;
    }

    /** Returns the symbol, or its ASCII substitute where the encoding lacks it. */
    public String symbol(String symbol, String substitute) {
        return symbols ? symbol : substitute;
    }

    /** Returns whether the reader of this output is gone. */
    public boolean isBroken() {
        return stream.checkError();
    }

    /** Prints {@code text} as a line. */
    public void line(String text) {
        write(text + System.lineSeparator());
    }

    /** Prints {@code text} without a line end. */
    public void write(String text) {
        synchronized (stream) {
            stream.print(text);
            stream.flush();
        }
    }
}
