package dev.gateway.core.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process has a terminal that controls it. The kernel takes it away from all processes
 * of the session when it is closed, before it tells the first of them by SIGHUP.
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

    /** That of this process. */
    public static ControllingTerminal ofThisProcess() {
        return new ControllingTerminal(Path.of("/proc/self/stat"), Path.of("/dev/tty"));
    }

    /** Whether there is one now. Asked anew each time; never blocks on Linux. */
    public boolean isThere() {
        try {
            // The program's name may hold anything, also blanks and parentheses.
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(") ") + 2).split(" ");
            return !fields[TTY_NR].equals("0");
        } catch (IOException e) {
            return canBeOpened();
        }
    }

    /** Where there is no /proc: only a process that has one can open it. */
    private boolean canBeOpened() {
        try (var opened = new FileInputStream(terminal.toFile())) {
            return opened.getFD().valid();
        } catch (IOException e) {
            LOG.trace("No controlling terminal", e);
            return false;
        }
    }
}
