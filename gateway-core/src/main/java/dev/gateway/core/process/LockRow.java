package dev.gateway.core.process;

import java.util.Optional;
import java.util.StringTokenizer;

/**
 * A line of the kernel's lock table: {@code 1: POSIX ADVISORY WRITE 21129 fe:00:2204213 0 EOF}.
 *
 * @param waiting whether the process is blocked in waiting
 * @param exclusive whether the lock is exclusive
 * @param pid the PID of the process, in the reader's PID namespace
 * @param device the device in the file system's own numbers, which can differ from stat(2)
 * @param inode the inode of the file
 * @param start the start of the range
 * @param end the end of the range, or {@code EOF}
 */
record LockRow(
        boolean waiting,
        boolean exclusive,
        long pid,
        String device,
        long inode,
        String start,
        String end) {

    private static final String LAST = "EOF";
    private static final int MOST_WORDS = 9;

    /** Returns the row; empty if it is not about a POSIX lock. */
    static Optional<LockRow> parse(String line) {
        String[] parts = words(line);
        boolean waiting = "->".equals(parts[1]);
        int shift = waiting ? 1 : 0;
        if (parts[7 + shift] == null || !parts[1 + shift].equals("POSIX")) {
            return Optional.empty();
        }
        String where = parts[5 + shift];
        int colon = where.lastIndexOf(':');
        try {
            return Optional.of(
                    new LockRow(
                            waiting,
                            parts[3 + shift].equals("WRITE"),
                            Long.parseLong(parts[4 + shift]),
                            where.substring(0, colon),
                            Long.parseLong(where.substring(colon + 1)),
                            parts[6 + shift],
                            parts[7 + shift]));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the first words; a regular expression takes ten times as long for a thousand rows.
     */
    private static String[] words(String line) {
        String[] words = new String[MOST_WORDS];
        var each = new StringTokenizer(line);
        for (int i = 0; i < MOST_WORDS && each.hasMoreTokens(); i++) {
            words[i] = each.nextToken();
        }
        return words;
    }

    /** Returns whether it is a lock like a gateway's: exclusive, on the whole file. */
    boolean isWhole() {
        return exclusive && start.equals("0") && end.equals(LAST);
    }

    /** Returns whether it is a {@link KernelLock#probe} of some process, which lasts an instant. */
    boolean isProbe() {
        return start.equals(end)
                && (start.equals(String.valueOf(LockTrial.SHARED_AT))
                        || start.equals(String.valueOf(LockTrial.EXCLUSIVE_AT)));
    }
}
