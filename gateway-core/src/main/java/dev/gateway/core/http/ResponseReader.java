package dev.gateway.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/**
 * Reads a response as its body arrives. Reading slowly slows the sender down: no more than a few
 * buffers are kept ahead.
 *
 * @param <T> what the response comes to
 */
@FunctionalInterface
public interface ResponseReader<T> {

    /**
     * Reads what is wanted of a response.
     *
     * @param head its status and headers
     * @param body closed by the caller
     * @throws IOException if it breaks off, or is none that can be read
     * @throws InterruptedException if the call was cancelled
     */
    T read(HttpResponse<?> head, InputStream body) throws IOException, InterruptedException;
}
