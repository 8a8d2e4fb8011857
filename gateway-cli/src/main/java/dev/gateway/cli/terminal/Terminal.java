package dev.gateway.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Standard output and standard error of this process, each with what can be done on it. Colours are
 * for terminals only, and not with {@code NO_COLOR} (no-color.org) or {@code TERM=dumb}.
 */
public final class Terminal {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int NARROWEST = 20;
    private static final int WIDEST = 500;

    private final Screen out;
    private final Screen err;

    private Terminal(Screen out, Screen err) {
        this.out = out;
        this.err = err;
    }

    /** Those of this process. */
    public static Terminal system() {
        return of(
                System.out,
                System.err,
                descriptor -> isTerminal(DESCRIPTORS, descriptor),
                System::getenv);
    }

    /** Two streams that are no terminals: for tests. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(Screen.plain(out), Screen.plain(err));
    }

    static Terminal of(
            PrintStream out,
            PrintStream err,
            Function<Integer, Boolean> terminals,
            Function<String, String> environment) {
        return new Terminal(
                screen(out, terminals.apply(1), environment),
                screen(err, terminals.apply(2), environment));
    }

    /** Standard output: what was asked for. */
    public Screen out() {
        return out;
    }

    /** Standard error: what went wrong. */
    public Screen err() {
        return err;
    }

    private static Screen screen(
            PrintStream stream, boolean terminal, Function<String, String> environment) {
        boolean able = terminal && !"dumb".equals(environment.apply("TERM"));
        String noColour = environment.apply("NO_COLOR");
        boolean colours = able && (noColour == null || noColour.isEmpty());
        boolean symbols = Screen.canShow(stream.charset());
        return new Screen(stream, able, colours, symbols, width(environment.apply("COLUMNS")));
    }

    private static int width(String columns) {
        try {
            int width = columns == null ? 0 : Integer.parseInt(columns.strip());
            return width >= NARROWEST && width <= WIDEST ? width : Screen.USUAL_WIDTH;
        } catch (NumberFormatException e) {
            return Screen.USUAL_WIDTH;
        }
    }

    /**
     * Whether a descriptor leads to a terminal. Linux tells for each; elsewhere Java knows only
     * whether both standard input and output do.
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
            return false; // closed, or not for us to see
        }
    }

    /** From JDK 22 there is a console even where there is no terminal, and a method that tells. */
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
