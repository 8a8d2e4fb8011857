package dev.gateway.core.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A converter of a response body that reads while the body arrives. Slow reading slows the sender
 * down: only a buffer is kept ahead.
 *
 * @param <T> the result of the reading
 */
@FunctionalInterface
public interface BodyReader<T> {

    /**
     * Reads the body. If it is not read to its end, the connection is closed.
     *
     * @throws InterruptedException if interrupted; the connection is closed
     */
    T read(ResponseHead head, InputStream body) throws IOException, InterruptedException;

    /** Returns a reader of at most {@code limit} bytes into memory. */
    static BodyReader<byte[]> bytes(long limit) {
        return (head, body) -> {
            var taken = new ByteArrayOutputStream(pieceFor(body));
            copy(body, taken, limit);
            return taken.toByteArray();
        };
    }

    /** Returns a reader of at most {@code limit} bytes that writes over an existing file. */
    static BodyReader<Path> file(Path existing, long limit) {
        return (head, body) -> {
            try (OutputStream out =
                    Files.newOutputStream(
                            existing,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                copy(body, out, limit);
            }
            return existing;
        };
    }

    /** Returns a reader that writes behind the content of a file, up to {@code limit} in total. */
    static BodyReader<Path> behind(Path existing, long limit) {
        return (head, body) -> {
            try (OutputStream out =
                    Files.newOutputStream(
                            existing, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                copy(body, out, limit - Files.size(existing));
            }
            return existing;
        };
    }

    private static void copy(InputStream from, OutputStream to, long limit) throws IOException {
        if (from instanceof ResponseBody reply && reply.announced() > limit) {
            throw new BodyTooLargeException(limit);
        }
        byte[] piece = new byte[pieceFor(from)];
        long taken = 0;
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            taken += read;
            if (taken > limit) {
                throw new BodyTooLargeException(limit);
            }
            to.write(piece, 0, read);
        }
    }

    /** Returns the size of a read; most bodies are short and tell their length. */
    private static int pieceFor(InputStream from) {
        long announced = from instanceof ResponseBody body ? body.announced() : -1;
        int most = ResponseInput.READING;
        return announced < 0 ? most : (int) Math.max(1, Math.min(most, announced));
    }

    /** An exception for a body that is longer than its limit. */
    final class BodyTooLargeException extends IOException {
        BodyTooLargeException(long limit) {
            super("answer larger than " + limit + " bytes");
        }
    }
}
