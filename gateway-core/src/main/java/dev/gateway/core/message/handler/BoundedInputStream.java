package dev.gateway.core.message.handler;

import dev.gateway.core.http.UnreadableResponseException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response, limited in length. */
final class BoundedInputStream extends FilterInputStream {

    private final int most;
    private long seen;

    BoundedInputStream(InputStream in, int most) {
        super(in);
        this.most = most;
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
        seen += Math.max(0, read);
        if (seen > most) {
            throw new UnreadableResponseException("gave an answer of more than " + most + " bytes");
        }
    }
}
