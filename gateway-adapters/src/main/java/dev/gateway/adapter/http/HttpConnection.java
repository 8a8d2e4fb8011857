package dev.gateway.adapter.http;

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

/**
 * One connection to one server, with or without TLS. One thread exchanges; any may close it, by
 * which the exchange fails at once.
 */
final class HttpConnection implements Closeable {

    private static final int BUFFER = 16 << 10;

    /** For a refusal that came while the request was still being sent. */
    private static final Duration EARLY_REPLY = Duration.ofSeconds(1);

    private final DeadlineSocket raw;
    private final OutputStream out;
    private final HttpResponseParser replies;
    private long idleSince;

    HttpConnection(DeadlineSocket raw, Socket secured) throws IOException {
        this.raw = raw;
        out = new BufferedOutputStream(secured.getOutputStream(), BUFFER);
        replies = new HttpResponseParser(secured.getInputStream());
    }

    /** Sends a request and reads the whole response. */
    <T> HttpResponse<T> exchange(HttpRequest request, BodyReader<T> reader, Deadline deadline)
            throws IOException {
        raw.setDeadline(deadline);
        replies.expectResponse();
        HttpResponseParser.Head head;
        try {
            write(request);
            head = replies.head(request.method());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            head = early(request, e);
        }
        T body = reader.read(head.status(), replies.body());
        return new HttpResponse<>(head.status(), head.headers(), body);
    }

    /** A server that does not want a large body answers and hangs up before it has it all. */
    private HttpResponseParser.Head early(HttpRequest request, IOException failure)
            throws IOException {
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
        head.append(request.method()).append(' ').append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
        if (uri.getPort() >= 0) {
            head.append(':').append(uri.getPort());
        }
        head.append("\r\nUser-Agent: gateway\r\n");
        long length = request.body().length();
        if (length > 0 || request.method().equals("POST") || request.method().equals("PUT")) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        request.body().writeTo(out);
        out.flush();
    }

    /** Reads the head of the answer to a request for another protocol. */
    HttpResponseParser.Head upgrade(HttpRequest request, Deadline deadline) throws IOException {
        raw.setDeadline(deadline);
        replies.expectResponse();
        write(request);
        return replies.head(request.method());
    }

    /** The bytes of the other protocol; reads wait for ever from now on. */
    InputStream upgradedInput() {
        raw.clearDeadline();
        return replies.upgraded();
    }

    OutputStream upgradedOutput() {
        return out;
    }

    /** Whether a byte of the current response came. */
    boolean responseBegun() {
        return replies.begun();
    }

    /** Whether it can carry another request after this one. */
    boolean isReusable() {
        return replies.isReusable() && !raw.isClosed();
    }

    /** Notes that nothing is exchanged from now on. */
    void idle() {
        idleSince = System.nanoTime();
    }

    /** Whether it is too long without use, closed by the server, or out of step. */
    boolean isStale(Duration longestIdle) {
        return System.nanoTime() - idleSince > longestIdle.toNanos() || !raw.isQuiet();
    }

    /** Closes the sending half: the server sees that no more is asked. */
    void endOutput() throws IOException {
        raw.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
