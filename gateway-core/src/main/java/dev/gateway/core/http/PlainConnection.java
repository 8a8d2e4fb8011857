package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection without TLS or proxy for consecutive HTTP/1.1 exchanges, each made by the calling
 * thread. An exchange ends at its deadline, at an interrupt, and when another thread closes the
 * connection.
 */
final class PlainConnection implements Closeable {

    private static final int BUFFER = 8 << 10;
    private static final int LONGEST_HEAD = 64 << 10;
    private static final int MAX_HEADERS = 500;

    private final SocketChannel channel;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private InputStream socket;
    private Deadline deadline;
    private int headBytes;
    private boolean begun;
    private boolean last;
    private PlainBody body;

    private PlainConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to an address. */
    static PlainConnection open(InetSocketAddress address, Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.socket().setTcpNoDelay(true);
            channel.socket().connect(address, millis(deadline));
            var connection = new PlainConnection(channel);
            connection.socket = channel.socket().getInputStream();
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    /** The status and the headers of a response, with lower-case names. */
    record Head(int status, Map<String, List<String>> headers) {}

    /** Sends a request and reads the head of its response; {@link #body} follows it. */
    Head exchange(HttpRequest request, byte[] content, Deadline until) throws IOException {
        deadline = until;
        begun = false;
        headBytes = 0;
        write(request, content);
        while (true) {
            int status = status(line());
            Map<String, List<String>> headers = headers();
            if (status / 100 != 1) {
                last |= has(headers, "connection", "close");
                body = PlainBody.of(this, request.method(), status, headers);
                last |= body.endsWithConnection();
                return new Head(status, headers);
            }
        }
    }

    InputStream body() {
        return body;
    }

    /** Returns whether a byte of the response has arrived. */
    boolean begun() {
        return begun;
    }

    /** Returns whether another exchange can follow. */
    boolean isReusable() {
        return !last && body != null && body.isComplete() && next == end && channel.isOpen();
    }

    /** Returns whether the idle connection was closed by the server, or received something. */
    boolean isStale() {
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) != 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing depends on it.
        }
    }

    private void write(HttpRequest request, byte[] content) throws IOException {
        URI uri = request.uri();
        var head = new StringBuilder(request.method()).append(' ');
        String path = uri.getRawPath();
        head.append(path == null || path.isEmpty() ? "/" : path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(host(uri));
        head.append("\r\nUser-Agent: gateway\r\n");
        if (request.bodyPublisher().isPresent()) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        request.headers()
                .map()
                .forEach(
                        (name, values) ->
                                values.forEach(value -> head.append(name + ": " + value + "\r\n")));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        var all = ByteBuffer.allocate(first.length + content.length).put(first).put(content).flip();
        PlainWriter.write(channel, all, deadline);
    }

    /** Returns host and port, as they stand in an address. */
    static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private int status(String line) throws IOException {
        last = !line.startsWith("HTTP/1.1 ");
        if (line.length() >= 12 && line.startsWith("HTTP/1.") && line.charAt(8) == ' ') {
            try {
                int status = Integer.parseInt(line.substring(9, 12));
                if (status >= 100) {
                    return status;
                }
            } catch (NumberFormatException e) {
                // Thrown below, without quoting the response.
            }
        }
        throw new IOException("an answer that is no HTTP");
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || ++count > MAX_HEADERS) {
                throw new IOException("an answer that is no HTTP");
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            key -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    static boolean has(Map<String, List<String>> headers, String name, String word) {
        return headers.getOrDefault(name, List.of()).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(value -> value.strip().equalsIgnoreCase(word));
    }

    /** Reads a line of a head, or one between the chunks of a body. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream(64);
        while (true) {
            if (next == end && !fill()) {
                throw new EOFException("the server closed the connection");
            }
            byte found = buffer[next++];
            if (found == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            if (++headBytes > LONGEST_HEAD) {
                throw new IOException("an answer whose head is too long");
            }
            line.write(found);
        }
    }

    /** Reads bytes of a body; returns -1 at the end of the connection. */
    int read(byte[] into, int offset, int length) throws IOException {
        headBytes = 0;
        if (next == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(buffer, next, into, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (deadline.isExpired()) {
            throw new SocketTimeoutException();
        }
        channel.socket().setSoTimeout(millis(deadline));
        int count = socket.read(buffer);
        next = 0;
        end = Math.max(0, count);
        begun |= count > 0;
        return count > 0;
    }

    private static int millis(Deadline deadline) {
        return Math.max(1, deadline.timeoutMillis());
    }
}
