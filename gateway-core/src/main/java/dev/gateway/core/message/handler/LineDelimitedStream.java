package dev.gateway.core.message.handler;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of lines, each read as a stream of its own that ends with the line. Only one buffer is
 * kept in memory, whatever the length of a line.
 */
final class LineDelimitedStream extends InputStream {

    private final InputStream in;
    private final long maxLength;
    private final byte[] buffer = new byte[8192];
    private int next;
    private int end;
    private long read;
    private boolean atEndOfLine = true;

    LineDelimitedStream(InputStream in, long maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /**
     * Advances to the next line, past the rest of this one; returns false at the end of the stream.
     */
    boolean nextLine() throws IOException, LineReader.LineTooLongException {
        skipRest();
        read = 0;
        atEndOfLine = false;
        return next < end || fill();
    }

    /** Skips the rest of the line. */
    private void skipRest() throws IOException, LineReader.LineTooLongException {
        while (!atEndOfLine) {
            if (read() < 0) {
                atEndOfLine = true;
            }
        }
        if (isTooLong()) {
            throw new LineReader.LineTooLongException((int) maxLength);
        }
    }

    /** Returns whether the reader asked for more of the line than the limit. */
    boolean isTooLong() {
        return read > maxLength;
    }

    @Override
    public int read() throws IOException {
        if (atEndOfLine || isTooLong() || next == end && !fill()) {
            atEndOfLine = true;
            return -1;
        }
        int found = buffer[next++] & 0xff;
        if (found == '\n') {
            atEndOfLine = true;
            return -1;
        }
        read++;
        return found;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int first = read();
        if (first < 0) {
            return -1;
        }
        into[offset] = (byte) first;
        int count = 1;
        while (count < length && next < end && !isTooLong()) {
            int more = read();
            if (more < 0) {
                break;
            }
            into[offset + count++] = (byte) more;
        }
        return count;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer);
        next = 0;
        end = Math.max(0, count);
        return count > 0;
    }
}
