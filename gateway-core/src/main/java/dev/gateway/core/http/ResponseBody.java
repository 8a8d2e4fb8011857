package dev.gateway.core.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of one response as a stream that ends with the body. */
abstract class ResponseBody extends InputStream {

    private static final int MOST_TRAILERS = 100;

    /** Returns whether it was read to its end. */
    abstract boolean complete();

    boolean isChunked() {
        return false;
    }

    /** Returns the announced length, or -1 if there is none. */
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
        return new FixedLength(InputStream.nullInputStream(), 0);
    }

    private static int some(InputStream in, byte[] into, int offset, long length)
            throws IOException {
        int read = in.read(into, offset, (int) Math.min(length, Integer.MAX_VALUE));
        if (read < 0) {
            throw new EOFException("the answer is cut short");
        }
        return read;
    }

    /** A body with a Content-Length. */
    static final class FixedLength extends ResponseBody {

        private final InputStream in;
        private final long announced;
        private long left;

        FixedLength(InputStream in, long length) {
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

    /** A chunked body. */
    static final class Chunked extends ResponseBody {

        private final InputStream in;
        private final LineReader lines;
        private long left;
        private boolean first = true;
        private boolean complete;

        Chunked(InputStream in, LineReader lines) {
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

    /** A body that ends when the server closes the connection. */
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

    /** A reader of lines from the same stream. */
    interface LineReader {
        String next() throws IOException;
    }
}
