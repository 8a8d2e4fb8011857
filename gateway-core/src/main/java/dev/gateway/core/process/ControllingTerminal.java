package dev.gateway.core.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controlling terminal of this process. When it is closed, the kernel takes it away from all
 * processes of the session before it sends SIGHUP to the first of them.
 */
public final class ControllingTerminal {

    private static final Logger LOG = LoggerFactory.getLogger(ControllingTerminal.class);

    /** Field 7 of /proc/PID/stat, counted from field 3, the first behind the program's name. */
    private static final int TTY_NR = 4;

    private final Path stat;
    private final Path terminal;

    ControllingTerminal(Path stat, Path terminal) {
        this.stat = stat;
        this.terminal = terminal;
    }

    /** Returns the terminal of this process. */
    public static ControllingTerminal ofThisProcess() {
        return new ControllingTerminal(Path.of("/proc/self/stat"), Path.of("/dev/tty"));
    }

    /** Returns whether the process has one now. Reads it each time; never blocks on Linux. */
    public boolean isThere() {
        try {
            // The program's name may hold any characters, also blanks and parentheses.
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(") ") + 2).split(" ");
            return !fields[TTY_NR].equals("0");
        } catch (IOException e) {
            return canBeOpened();
        }
    }

    /**
     * Returns whether the terminal can be opened, for systems without /proc: only a process that
     * has one can open it.
     */
    private boolean canBeOpened() {
        try (var opened = new FileInputStream(terminal.toFile())) {
            return opened.getFD().valid();
        } catch (IOException e) {
            LOG.trace("No controlling terminal", e);
            return false;
        }
    }
}
