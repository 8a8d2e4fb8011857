package dev.gateway.sim.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detection of terminals behind the standard streams of this process. */
public final class TerminalDetector {

    /** The descriptor of standard input. */
    public static final int STDIN = 0;

    /** The descriptor of standard output. */
    public static final int STDOUT = 1;

    /** The descriptor of standard error. */
    public static final int STDERR = 2;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private TerminalDetector() {}

    /** Returns whether a descriptor of this process is a terminal. */
    public static boolean isTerminal(int descriptor) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return System.console() != null; // not Linux: the console stands for all of them
        }
        try {
            Path file = DESCRIPTORS.resolve(Integer.toString(descriptor));
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return false; // the descriptor is closed
        }
    }

    /** Returns whether a descriptor is a terminal on which a line can be drawn again. */
    public static boolean canRedraw(int descriptor) {
        return isTerminal(descriptor) && !"dumb".equals(System.getenv("TERM"));
    }
}
