package dev.gateway.adapter.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection to one server, with or without TLS, through a proxy if the system has one. One
 * thread exchanges; any may hang up.
 */
final class Line {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String server;
    private final Socket raw;
    private final OutputStream out;
    private final ReplyReader replies;

    private Line(URI uri, Socket raw, Socket socket, long limit) throws IOException {
        this.raw = raw;
        server = server(uri);
        out = socket.getOutputStream();
        replies = new ReplyReader(new BufferedInputStream(socket.getInputStream()), limit);
    }

    /** What TLS sockets are made of; loaded only when needed. */
    interface Tls {
        SSLSocketFactory factory() throws IOException;

        static SSLSocketFactory ofSystem() throws IOException {
            try {
                return SSLContext.getDefault().getSocketFactory();
            } catch (GeneralSecurityException e) {
                throw new IOException("this Java has no TLS", e);
            }
        }
    }

    /**
     * Connects.
     *
     * @param made gets the socket before it is connected, so that it can be closed meanwhile
     */
    static Line open(URI uri, long limit, Tls tls, Consumer<Socket> made) throws IOException {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        Proxy proxy = proxy(uri);
        Socket raw = proxy.type() == Proxy.Type.DIRECT ? new Socket() : new Socket(proxy);
        made.accept(raw);
        try {
            raw.setTcpNoDelay(true);
            raw.connect(
                    proxy.type() == Proxy.Type.DIRECT
                            ? new InetSocketAddress(uri.getHost(), port)
                            : InetSocketAddress.createUnresolved(uri.getHost(), port),
                    (int) CONNECT.toMillis());
            Socket socket = secure ? secured(raw, uri.getHost(), port, tls) : raw;
            return new Line(uri, raw, socket, limit);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static Socket secured(Socket raw, String host, int port, Tls tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.factory().createSocket(raw, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Proxy proxy(URI uri) {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    /** The request must be a POST; its own body publisher is not used. */
    LineReply exchange(HttpRequest request, byte[] body) throws IOException {
        var head = new StringBuilder();
        URI uri = request.uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        head.append("POST ").append(uri.getRawPath()).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
        for (Map.Entry<String, List<String>> header : request.headers().map().entrySet()) {
            for (String value : header.getValue()) {
                head.append(header.getKey()).append(": ").append(value).append("\r\n");
            }
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        bytes.writeTo(out);
        out.flush();
        return replies.read();
    }

    /** Whether the server began to answer the current request. */
    boolean begun() {
        return replies.begun();
    }

    /** Whether the connection can carry another request. */
    boolean reusable() {
        return !replies.last() && !raw.isClosed();
    }

    /** Whether this is a connection to that server. */
    boolean leadsTo(URI uri) {
        return server.equals(server(uri));
    }

    private static String server(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
