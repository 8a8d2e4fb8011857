package dev.gateway.core.message.handler;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reader of UTF-8 lines that keeps no more than a limit in memory. */
final class LineReader {

    private final InputStream in;
    private final int maxLength;
    private final int ordinary;
    private final BeforeLongLine before;

    LineReader(InputStream in, int maxLength) {
        this(in, maxLength, maxLength, () -> {});
    }

    /**
     * Creates a reader whose long lines need memory to be acquired first.
     *
     * @param ordinary the length of ordinary lines, in bytes
     * @param before runs when a line gets longer than that
     */
    LineReader(InputStream in, int maxLength, int ordinary, BeforeLongLine before) {
        this.in = new BufferedInputStream(in);
        this.maxLength = maxLength;
        this.ordinary = ordinary;
        this.before = before;
    }

    /** The acquisition of memory. */
    @FunctionalInterface
    interface BeforeLongLine {
        void await() throws InterruptedException;
    }

    /**
     * Returns the next line without its terminator; null at the end of the stream.
     *
     * @throws LineTooLongException once, if the line is longer than the limit; the next call
     *     continues with the line after it
     */
    String next() throws IOException, LineTooLongException, InterruptedException {
        var line = new ByteArrayOutputStream();
        boolean tooLong = false;
        int read = in.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            if (line.size() == ordinary) {
                before.await();
            }
            if (line.size() < maxLength) {
                line.write(read);
            } else {
                tooLong = true;
            }
            read = in.read();
        }
        if (tooLong) {
            throw new LineTooLongException(maxLength);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** A line exceeds the limit. */
    static final class LineTooLongException extends Exception {
        LineTooLongException(int maxLength) {
            super("a line of more than " + maxLength + " bytes");
        }
    }
}
