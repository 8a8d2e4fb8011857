package dev.gateway.sim.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The state of a process at one moment, from {@code /proc/PID/stat}.
 *
 * @param pid the PID
 * @param name the name of the program, at most 15 bytes of any kind
 * @param state one letter: R, S, D run or wait, T and t are stopped, Z and X are dead
 * @param parent the parent's PID
 * @param session the PID of the session's leader
 * @param startTicks clock ticks from boot to the start of the process
 */
public record ProcessStat(
        long pid, String name, char state, long parent, long session, long startTicks) {

    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START_TICKS = 19;

    /** Reads the state of this process; empty if there is no such process, or no {@code /proc}. */
    public static Optional<ProcessStat> of(long pid) {
        try {
            byte[] stat = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(parse(pid, new String(stat, StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether this system has {@code /proc/PID/stat}. */
    static boolean isSupported() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** Returns whether the process runs; a zombie does not, though its PID is still taken. */
    public boolean isAlive() {
        return state != 'Z' && state != 'X';
    }

    /** Returns whether the process is dead but not yet waited for by its parent. */
    public boolean isZombie() {
        return state == 'Z';
    }

    /** Returns whether the process is frozen by SIGSTOP or a debugger. */
    public boolean isStopped() {
        return state == 'T' || state == 't';
    }

    /**
     * Parses one line. The name may hold blanks and parentheses: the fields begin after the last
     * one.
     */
    static ProcessStat parse(long pid, String stat) {
        int end = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, end);
        String[] fields = stat.substring(end + 2).trim().split(" ");
        return new ProcessStat(
                pid,
                name,
                fields[0].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[START_TICKS]));
    }
}
