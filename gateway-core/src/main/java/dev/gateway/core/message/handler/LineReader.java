package dev.gateway.core.message.handler;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reader of UTF-8 lines that keeps no more than a limit in memory. */
final class LineReader {

    private final InputStream in;
    private final int longest;
    private final int ordinary;
    private final BeforeLongLine before;

    LineReader(InputStream in, int longest) {
        this(in, longest, longest, () -> {});
    }

    /**
     * Creates a reader whose long lines need memory to be acquired first.
     *
     * @param ordinary the length of ordinary lines, in bytes
     * @param before runs when a line gets longer than that
     */
    LineReader(InputStream in, int longest, int ordinary, BeforeLongLine before) {
        this.in = new BufferedInputStream(in);
        this.longest = longest;
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
     * @throws LineTooLong once, if the line is longer than the limit; the next call continues with
     *     the line after it
     */
    String next() throws IOException, LineTooLong, InterruptedException {
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
            if (line.size() < longest) {
                line.write(read);
            } else {
                tooLong = true;
            }
            read = in.read();
        }
        if (tooLong) {
            throw new LineTooLong(longest);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** A line exceeds the limit. */
    static final class LineTooLong extends Exception {
        LineTooLong(int longest) {
            super("a line of more than " + longest + " bytes");
        }
    }
}
