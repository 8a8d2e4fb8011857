package dev.gateway.core.http;

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

/** The body of a request: a fixed number of bytes, read while they are sent. */
public interface RequestBody {

    /** Returns the number of bytes. */
    long length();

    /** Writes all bytes. May be called more than once. */
    void writeTo(OutputStream out) throws IOException;

    /** Returns an empty body. */
    static RequestBody none() {
        return bytes(new byte[0]);
    }

    /** Returns a body of bytes in memory. */
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

    /** Returns a body of UTF-8 text. */
    static RequestBody text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a body of {@code length} bytes of a stream that is opened for each attempt. */
    static RequestBody stream(Supplier<InputStream> source, long length) {
        return new Streamed(source::get, length);
    }

    /**
     * Returns a body of a file with its current length.
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

    /** Returns the concatenation of bodies. */
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

    /** An opener of the stream that a body is read from. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** A body of exactly {@code length} bytes of a stream, even if the source changed meanwhile. */
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
