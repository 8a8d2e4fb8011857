package dev.gateway.adapter.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of one response, which ends where the body ends. */
abstract class ResponseBody extends InputStream {

    private static final int MOST_TRAILERS = 100;

    /** Whether it was read to its end. */
    abstract boolean complete();

    boolean isChunked() {
        return false;
    }

    /** The length that was announced; -1 if none was. */
    long announced() {
        return -1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;

    static ResponseBody none() {
        return new Fixed(InputStream.nullInputStream(), 0);
    }

    private static int some(InputStream in, byte[] into, int offset, long length)
            throws IOException {
        int read = in.read(into, offset, (int) Math.min(length, Integer.MAX_VALUE));
        if (read < 0) {
            throw new EOFException("the answer is cut short");
        }
        return read;
    }

    /** As many bytes as Content-Length says. */
    static final class Fixed extends ResponseBody {

        private final InputStream in;
        private final long announced;
        private long left;

        Fixed(InputStream in, long length) {
            this.in = in;
            this.announced = length;
            this.left = length;
        }

        @Override
        long announced() {
            return announced;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = some(in, into, offset, Math.min(left, length));
            left -= read;
            return read;
        }

        @Override
        boolean complete() {
            return left == 0;
        }
    }

    /** Chunks, each with its length. */
    static final class Chunked extends ResponseBody {

        private final InputStream in;
        private final Lines lines;
        private long left;
        private boolean first = true;
        private boolean complete;

        Chunked(InputStream in, Lines lines) {
            this.in = in;
            this.lines = lines;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0 && !complete) {
                next();
            }
            if (complete) {
                return -1;
            }
            int read = some(in, into, offset, Math.min(left, length));
            left -= read;
            return read;
        }

        private void next() throws IOException {
            if (!first && !lines.next().isEmpty()) {
                throw new IOException("an answer whose length makes no sense");
            }
            first = false;
            left = HttpResponseParser.number(lines.next().split(";", 2)[0], 16);
            if (left > 0) {
                return;
            }
            for (int trailers = 0; !lines.next().isEmpty(); trailers++) {
                if (trailers > MOST_TRAILERS) {
                    throw new IOException("an answer that is no HTTP");
                }
            }
            complete = true;
        }

        @Override
        boolean complete() {
            return complete;
        }

        @Override
        boolean isChunked() {
            return true;
        }
    }

    /** Everything until the server closes. */
    static final class UntilClosed extends ResponseBody {

        private final InputStream in;

        UntilClosed(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
        }

        @Override
        boolean complete() {
            return false;
        }
    }

    /** Reads lines of the same stream. */
    interface Lines {
        String next() throws IOException;
    }
}
