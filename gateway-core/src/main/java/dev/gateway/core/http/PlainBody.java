package dev.gateway.core.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The body of a response: of a given length, in chunks, or until the connection ends. */
final class PlainBody extends InputStream {

    private static final int MAX_TRAILERS = 100;
    private static final long UNTIL_CLOSED = Long.MAX_VALUE;

    private final PlainConnection connection;
    private final boolean chunked;
    private final boolean endsWithConnection;
    private long left;
    private boolean first = true;
    private boolean complete;

    private PlainBody(PlainConnection connection, boolean chunked, long length) {
        this.connection = connection;
        this.chunked = chunked;
        this.left = length;
        this.endsWithConnection = length == UNTIL_CLOSED;
        this.complete = !chunked && length == 0;
    }

    static PlainBody of(
            PlainConnection connection,
            String method,
            int status,
            Map<String, List<String>> headers)
            throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new PlainBody(connection, false, 0);
        }
        String coding =
                String.join(",", headers.getOrDefault("transfer-encoding", List.of())).strip();
        if (coding.equalsIgnoreCase("chunked")) {
            return new PlainBody(connection, true, 0);
        }
        if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
            throw new IOException("an answer in a transfer encoding that was not asked for");
        }
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        if (lengths.stream().distinct().count() > 1) {
            throw new IOException("an answer with two lengths");
        }
        return new PlainBody(
                connection, false, lengths.isEmpty() ? UNTIL_CLOSED : number(lengths.get(0), 10));
    }

    /** Returns whether it was read to its end. */
    boolean isComplete() {
        return complete;
    }

    /** Returns whether only the end of the connection ends it. */
    boolean endsWithConnection() {
        return endsWithConnection;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (chunked && !complete && left == 0) {
            nextChunk();
        }
        if (complete) {
            return -1;
        }
        int count = connection.read(into, offset, (int) Math.min(left, length));
        if (count < 0) {
            if (endsWithConnection) {
                complete = true;
                return -1;
            }
            throw new EOFException("the answer is cut short");
        }
        if (!endsWithConnection) {
            left -= count;
            complete = left == 0 && !chunked;
        }
        return count;
    }

    private void nextChunk() throws IOException {
        if (!first && !connection.line().isEmpty()) {
            throw new IOException("an answer whose length makes no sense");
        }
        first = false;
        left = number(connection.line().split(";", 2)[0], 16);
        if (left > 0) {
            return;
        }
        for (int trailers = 0; !connection.line().isEmpty(); trailers++) {
            if (trailers > MAX_TRAILERS) {
                throw new IOException("an answer that is no HTTP");
            }
        }
        complete = true;
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Thrown below, without quoting the response.
        }
        throw new IOException("an answer whose length makes no sense");
    }
}
