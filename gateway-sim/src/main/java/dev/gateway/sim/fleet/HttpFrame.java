package dev.gateway.sim.fleet;

import java.nio.charset.StandardCharsets;

/**
 * The bounds of one HTTP/1.1 message with a {@code Content-Length} in a buffer. An object is used
 * again for each message, as it is looked for on the path that is measured.
 */
final class HttpFrame {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.ISO_8859_1);

    private int lineEnd;
    private int bodyStart;
    private int bodyEnd;

    /**
     * Looks for the message that begins at {@code from}; returns whether it is whole.
     *
     * @throws IllegalStateException if its length is no number
     */
    boolean find(byte[] data, int from, int to) {
        lineEnd = -1;
        int length = 0;
        int line = from;
        for (int i = from; i + 1 < to; i++) {
            if (data[i] != '\r' || data[i + 1] != '\n') {
                continue;
            }
            if (lineEnd < 0) {
                lineEnd = i;
            } else if (i == line) {
                bodyStart = i + 2;
                bodyEnd = bodyStart + length;
                return bodyEnd <= to;
            } else if (isLength(data, line, i)) {
                length = number(data, line + LENGTH.length, i);
            }
            line = i + 2;
            i++;
        }
        return false;
    }

    /** Returns the end of the first line. */
    int lineEnd() {
        return lineEnd;
    }

    int bodyStart() {
        return bodyStart;
    }

    int bodyEnd() {
        return bodyEnd;
    }

    private static boolean isLength(byte[] data, int from, int to) {
        if (to - from < LENGTH.length) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((data[from + i] | ' ') != (LENGTH[i] | ' ')) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] data, int from, int to) {
        try {
            return Integer.parseInt(
                    new String(data, from, to - from, StandardCharsets.ISO_8859_1).strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException("no length", e);
        }
    }
}
