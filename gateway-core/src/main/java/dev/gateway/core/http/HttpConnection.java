package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyServer;
import dev.gateway.core.time.Deadline;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to one server, with or without TLS. One thread performs exchanges; any thread may
 * close it, which makes the exchange fail at once.
 */
final class HttpConnection implements Closeable {

    private static final int BUFFER = 16 << 10;

    /** The time to read a refusal that arrived while the request was still being sent. */
    private static final Duration EARLY_REPLY = Duration.ofSeconds(1);

    private final DeadlineSocket raw;
    private final Optional<ProxyServer> forwarder;
    private final OutputStream sending;
    private final HttpResponseParser replies;
    private long idleSince;

    /**
     * Creates a connection.
     *
     * @param forwarder the proxy at its other end, if that passes the requests on itself
     */
    HttpConnection(DeadlineSocket raw, Socket secured, Optional<ProxyServer> forwarder)
            throws IOException {
        this.raw = raw;
        this.forwarder = forwarder;
        sending = secured.getOutputStream();
        replies = new HttpResponseParser(secured.getInputStream());
    }

    /** Sends a request and reads the whole response. */
    <T> HttpResponse<T> exchange(HttpRequest request, BodyReader<T> reader, Deadline deadline)
            throws IOException, InterruptedException {
        raw.setDeadline(deadline);
        replies.expectResponse();
        ResponseHead head;
        try {
            write(request);
            head = replies.head(request.method());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            head = early(request, e);
        }
        T body = reader.read(head, replies.body());
        return new HttpResponse<>(head.statusCode(), head.headers(), body);
    }

    /**
     * Reads a response that came before the whole request was sent: a server that rejects a large
     * body responds and closes the connection early.
     */
    private ResponseHead early(HttpRequest request, IOException failure) throws IOException {
        if (request.body().length() == 0 || replies.begun() || raw.isClosed()) {
            throw failure;
        }
        try {
            raw.setDeadline(Deadline.after(EARLY_REPLY));
            return replies.head(request.method());
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private void write(HttpRequest request) throws IOException {
        URI uri = request.uri();
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var head = new StringBuilder();
        head.append(request.method()).append(' ');
        if (forwarder.isPresent()) {
            // RFC 9112, 3.2.2: a proxy is told the whole address.
            head.append("http://").append(HttpRequest.authority(uri));
        }
        head.append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(HttpRequest.authority(uri));
        head.append("\r\nUser-Agent: gateway\r\n");
        forwarder
                .flatMap(ProxyServer::authorization)
                .ifPresent(login -> head.append("Proxy-Authorization: " + login + "\r\n"));
        long length = request.body().length();
        if (length > 0 || request.method().equals("POST") || request.method().equals("PUT")) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        // As large as a small request: what waits for an answer holds no buffer.
        var out = new BufferedOutputStream(sending, (int) Math.min(BUFFER, start.length + length));
        out.write(start);
        request.body().writeTo(out);
        out.flush();
    }

    /** Sends a request to switch protocols and returns the head of its response. */
    ResponseHead upgrade(HttpRequest request, Deadline deadline) throws IOException {
        raw.setDeadline(deadline);
        replies.expectResponse();
        write(request);
        return replies.head(request.method());
    }

    /** Returns the bytes of the new protocol; reads have no deadline from now on. */
    InputStream upgradedInput() {
        raw.clearDeadline();
        return replies.upgraded();
    }

    OutputStream upgradedOutput() {
        return new BufferedOutputStream(sending, BUFFER);
    }

    /** Returns whether a byte of the current response arrived. */
    boolean responseBegun() {
        return replies.begun();
    }

    /** Returns whether the connection can carry another request. */
    boolean isReusable() {
        return replies.isReusable() && !raw.isClosed() && !raw.isOutputShutdown();
    }

    /** Records that the connection is idle from now on. */
    void idle() {
        idleSince = System.nanoTime();
    }

    /**
     * Returns whether it was idle too long, closed by the server, or received unrequested bytes.
     */
    boolean isStale(Duration longestIdle) {
        return isIdleFor(longestIdle) || !raw.isQuiet();
    }

    /** Returns whether it was idle for longer than this. */
    boolean isIdleFor(Duration time) {
        return System.nanoTime() - idleSince > time.toNanos();
    }

    /** Closes the sending half, which tells the server that no more requests follow. */
    void endOutput() throws IOException {
        raw.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // An error while closing changes nothing.
        }
    }
}
