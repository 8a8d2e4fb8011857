package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.TerminalSize;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Standard output and standard error of this process, each with its capabilities. Colours are for
 * terminals only, and not with {@code NO_COLOR} (no-color.org) or {@code TERM=dumb}.
 */
public final class Terminal {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int MIN_WIDTH = 20;
    private static final int MAX_WIDTH = 500;

    private final ConsoleOutput out;
    private final ConsoleOutput err;

    private Terminal(ConsoleOutput out, ConsoleOutput err) {
        this.out = out;
        this.err = err;
    }

    /** A standard stream and its properties. */
    record StandardStream(
            PrintStream stream, boolean terminal, Charset charset, Optional<Path> device) {

        StandardStream(PrintStream stream, boolean terminal, Charset charset) {
            this(stream, terminal, charset, Optional.empty());
        }

        static StandardStream of(PrintStream stream, int descriptor, Charset charset) {
            return new StandardStream(
                    stream,
                    isTerminal(DESCRIPTORS, descriptor),
                    charset,
                    device(DESCRIPTORS.resolve(String.valueOf(descriptor))));
        }

        private static Optional<Path> device(Path descriptor) {
            try {
                return Optional.of(Files.readSymbolicLink(descriptor));
            } catch (IOException | RuntimeException e) {
                return Optional.empty(); // no Linux, or closed
            }
        }
    }

    /** Returns the streams of this process. */
    public static Terminal system() {
        return of(
                StandardStream.of(System.out, 1, charset("stdout.encoding")),
                StandardStream.of(System.err, 2, charset("stderr.encoding")),
                System::getenv);
    }

    /** Returns two UTF-8 streams that are no terminals, for tests. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(
                ConsoleOutput.plain(out, StandardCharsets.UTF_8),
                ConsoleOutput.plain(err, StandardCharsets.UTF_8));
    }

    static Terminal of(
            StandardStream out, StandardStream err, Function<String, String> environment) {
        return new Terminal(console(out, environment), console(err, environment));
    }

    /** Returns the encoding of a standard stream; JDK 17 has it under an internal property only. */
    private static Charset charset(String property) {
        String name = System.getProperty(property, System.getProperty("sun." + property));
        try {
            return name == null ? Charset.defaultCharset() : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return Charset.defaultCharset();
        }
    }

    /** Returns standard output: the result of a command. */
    public ConsoleOutput out() {
        return out;
    }

    /** Returns standard error: problems and hints. */
    public ConsoleOutput err() {
        return err;
    }

    /** Returns the same terminal with all output on standard error. */
    public Terminal withOutputOnError() {
        return new Terminal(err, err);
    }

    private static ConsoleOutput console(
            StandardStream stream, Function<String, String> environment) {
        boolean able = stream.terminal() && !"dumb".equals(environment.apply("TERM"));
        String noColour = environment.apply("NO_COLOR");
        boolean colours = able && (noColour == null || noColour.isEmpty());
        return new ConsoleOutput(
                stream.stream(),
                able,
                colours,
                ConsoleOutput.canShow(stream.charset()),
                size(able ? stream.device() : Optional.empty(), environment.apply("COLUMNS")));
    }

    private static TerminalSize size(Optional<Path> device, String columns) {
        int width = width(columns);
        return device.map(path -> TerminalSize.of(path, width))
                .orElseGet(() -> TerminalSize.fixed(width));
    }

    private static int width(String columns) {
        try {
            int width = columns == null ? 0 : Integer.parseInt(columns.strip());
            return width >= MIN_WIDTH && width <= MAX_WIDTH ? width : ConsoleOutput.DEFAULT_WIDTH;
        } catch (NumberFormatException e) {
            return ConsoleOutput.DEFAULT_WIDTH;
        }
    }

    /**
     * Returns whether a descriptor is a terminal. Linux tells it for each descriptor; elsewhere
     * Java knows only whether both standard input and output are terminals.
     */
    static boolean isTerminal(Path descriptors, int descriptor) {
        if (!Files.isDirectory(descriptors)) {
            return isTerminal(System.console());
        }
        try {
            String target =
                    Files.readSymbolicLink(descriptors.resolve(String.valueOf(descriptor)))
                            .toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | RuntimeException e) {
            return false; // closed, or not visible
        }
    }

    /**
     * Returns whether a console is a terminal: from JDK 22 there is a console without one, and a
     * method that tells.
     */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            Method method = Console.class.getMethod("isTerminal");
            return (boolean) method.invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
