package dev.gateway.adapter.http;

import dev.gateway.core.file.UntrustedFiles;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The body of a request: a known number of bytes that are written while they are read. */
public interface RequestBody {

    /** Returns how many bytes it has. */
    long length();

    /** Writes all of them; may be called more than once. */
    void writeTo(OutputStream out) throws IOException;

    /** Returns an empty body. */
    static RequestBody none() {
        return bytes(new byte[0]);
    }

    /** Returns a body from memory. */
    static RequestBody bytes(byte[] bytes) {
        return new RequestBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }

    /** Returns a text in UTF-8. */
    static RequestBody text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a body of {@code length} bytes of a stream that is opened for each sending. */
    static RequestBody stream(Supplier<InputStream> source, long length) {
        return new Streamed(source::get, length);
    }

    /**
     * Returns a body from a file, as long as the file is now.
     *
     * @throws FileNotFoundException if it is gone or cannot be read
     */
    static RequestBody file(Path file) throws FileNotFoundException {
        try {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new FileNotFoundException(file + " cannot be read");
            }
            return new Streamed(() -> UntrustedFiles.open(file), Files.size(file));
        } catch (IOException e) {
            throw new FileNotFoundException(file + " cannot be read");
        }
    }

    /** Returns one body after the other. */
    static RequestBody concat(RequestBody... parts) {
        return new RequestBody() {
            @Override
            public long length() {
                return List.of(parts).stream().mapToLong(RequestBody::length).sum();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (RequestBody part : parts) {
                    part.writeTo(out);
                }
            }
        };
    }

    /** Opens what a body is read from. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Exactly so many bytes of a stream, whatever it holds by the time it is sent. */
    record Streamed(Source source, long length) implements RequestBody {

        private static final int PIECE = 16 << 10;

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] piece = new byte[PIECE];
            try (InputStream in = source.open()) {
                long left = length;
                while (left > 0) {
                    int read = in.read(piece, 0, (int) Math.min(piece.length, left));
                    if (read < 0) {
                        throw new EOFException("the file to send became shorter");
                    }
                    out.write(piece, 0, read);
                    left -= read;
                }
            }
        }
    }
}
