package dev.gateway.core.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * A buffered stream of responses. A thousand connections wait for one most of the time, so a wait
 * has a buffer for a short response, and only a longer one gets a large buffer, which is given back
 * before the next request. Not thread-safe.
 */
final class ResponseInput extends InputStream {

    /** The bytes that an empty response of a long poll has at most, with its headers. */
    static final int WAITING = 1 << 10;

    /** The bytes of a read in a longer response. */
    static final int READING = 16 << 10;

    private final InputStream in;
    private byte[] buffer = new byte[WAITING];
    private int position;
    private int end;

    ResponseInput(InputStream in) {
        this.in = in;
    }

    /** Returns whether it holds unread bytes. */
    boolean holdsBytes() {
        return end > position;
    }

    /** Gives a large buffer back, if all of it was read. */
    void shrink() {
        if (!holdsBytes() && buffer.length > WAITING) {
            buffer = new byte[WAITING];
            position = 0;
            end = 0;
        }
    }

    /** Returns the number of bytes that it holds now. */
    int capacity() {
        return buffer.length;
    }

    @Override
    public int read() throws IOException {
        return holdsBytes() || fill() ? buffer[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!holdsBytes() && length >= buffer.length) {
            return in.read(into, offset, length);
        }
        if (length > 0 && !holdsBytes() && !fill()) {
            return -1;
        }
        int some = Math.min(length, end - position);
        System.arraycopy(buffer, position, into, offset, some);
        position += some;
        return some;
    }

    /** Reads what has arrived, at least a byte; returns false at the end of the stream. */
    private boolean fill() throws IOException {
        if (end == buffer.length && buffer.length < READING) {
            buffer = new byte[READING];
        }
        position = 0;
        end = 0; // A read that fails leaves nothing of the response before.
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
