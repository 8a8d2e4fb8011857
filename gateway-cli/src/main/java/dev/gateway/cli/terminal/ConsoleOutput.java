package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.TerminalSize;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Where a command prints to: stdout or stderr, which may be a terminal, a pipe or a file. Lines go
 * out whole and at once, also from several threads. A reader that is gone is no error.
 */
public final class ConsoleOutput {

    /** The width of a terminal that does not tell, and of everything else. */
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

    /** A screen that is no terminal, for text in that encoding. */
    public static ConsoleOutput plain(PrintStream stream, Charset charset) {
        return new ConsoleOutput(
                stream, false, false, canShow(charset), TerminalSize.fixed(DEFAULT_WIDTH));
    }

    static boolean canShow(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode('\u2713');
    }

    /** Whether a person looks at it as it is written: lines may be redrawn. */
    public boolean isInteractive() {
        return interactive;
    }

    /** Whether {@link #paint} paints. */
    public boolean hasColours() {
        return colours;
    }

    /** How many characters fit in a line. */
    public int width() {
        return size.columns();
    }

    /** Returns how many lines can be seen at a time; 0 if that is not known. */
    public int height() {
        return size.rows();
    }

    /** {@code text} in that tone, or as it is where there are no colours. */
    public String paint(TextStyle style, String text) {
        return colours && !text.isEmpty() ? style.paint(text) : text;
    }

    /** Whether characters beyond ASCII can be shown. */
    public boolean hasSymbols() {
        return symbols;
    }

    /** The symbol, or its stand-in where the encoding has none. */
    public String symbol(String symbol, String standIn) {
        return symbols ? symbol : standIn;
    }

    /** Returns whether the reader of this output is gone. */
    public boolean isBroken() {
        return stream.checkError();
    }

    /** Prints {@code text} and ends the line. */
    public void line(String text) {
        write(text + System.lineSeparator());
    }

    /** Prints {@code text} as it is. */
    public void write(String text) {
        synchronized (stream) {
            stream.print(text);
            stream.flush();
        }
    }
}
