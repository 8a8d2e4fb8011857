package dev.gateway.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/**
 * A reader of a response while its body arrives. Slow reading slows the sender down: only a few
 * buffers are kept ahead.
 *
 * @param <T> the result of the reading
 */
@FunctionalInterface
public interface ResponseReader<T> {

    /**
     * Reads a response.
     *
     * @param head the status and the headers
     * @param body the body; the caller closes it
     * @throws IOException if the response breaks off or cannot be used
     * @throws InterruptedException if the call was cancelled
     */
    T read(HttpResponse<?> head, InputStream body) throws IOException, InterruptedException;
}
