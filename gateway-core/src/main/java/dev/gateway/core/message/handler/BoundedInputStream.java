package dev.gateway.core.message.handler;

import dev.gateway.core.http.service.UnreadableResponseException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response, limited in length. */
final class BoundedInputStream extends FilterInputStream {

    private final int limit;
    private long count;

    BoundedInputStream(InputStream in, int limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(read);
        return read;
    }

    private void count(int read) throws IOException {
        count += Math.max(0, read);
        if (count > limit) {
            throw new UnreadableResponseException(
                    "gave an answer of more than " + limit + " bytes");
        }
    }
}
