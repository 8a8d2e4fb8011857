package dev.gateway.sim.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process at the other end of a connection. The start time is part of the identity because the
 * kernel reuses PIDs.
 *
 * @param pid the process
 * @param startTicks field 22 of {@code /proc/PID/stat}
 */
public record ClientProcess(long pid, long startTicks) {

    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int FLAGS = 6;
    private static final int START_TICKS = 19;

    /** PF_EXITING: the kernel may release a process's locks before it closes its sockets. */
    private static final long EXITING = 0x4;

    /** Returns the process that has this PID now; empty if there is none, or not on Linux. */
    static Optional<ClientProcess> of(long pid) {
        return stat(pid).map(fields -> new ClientProcess(pid, Long.parseLong(fields[START_TICKS])));
    }

    /**
     * Returns the parent of the process that has this PID now; empty if there is no such process.
     */
    static Optional<Long> parentOf(long pid) {
        return stat(pid).map(fields -> Long.parseLong(fields[PARENT]));
    }

    /**
     * Returns true if the process can still run: it exists, is not exiting, is no zombie, and the
     * PID has not been reused.
     */
    public boolean alive() {
        return stat(pid)
                .filter(fields -> !fields[STATE].equals("Z") && !fields[STATE].equals("X"))
                .filter(fields -> (Long.parseLong(fields[FLAGS]) & EXITING) == 0)
                .filter(fields -> Long.parseLong(fields[START_TICKS]) == startTicks)
                .isPresent();
    }

    /** Returns true if the process is stopped by a signal: it keeps its connections. */
    public boolean frozen() {
        return stat(pid)
                .filter(fields -> fields[STATE].equals("T"))
                .filter(fields -> Long.parseLong(fields[START_TICKS]) == startTicks)
                .isPresent();
    }

    /** Returns the fields after the name, which may itself contain spaces and parentheses. */
    private static Optional<String[]> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
