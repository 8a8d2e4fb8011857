package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyServer;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A factory of connections. It resolves the host, tries each of its addresses, goes through the
 * proxy if there is one, and adds TLS. A failing proxy is named in the error; there is no fallback
 * to a direct connection.
 */
final class Dialer {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(250);

    private final HostResolver names;
    private final TlsProvider tls;

    Dialer(String name, TlsProvider tls) {
        this.names = new HostResolver(name + "-lookup");
        this.tls = tls;
    }

    /** Connects. The call holds the sockets opened meanwhile, and the connection at the end. */
    HttpConnection connect(Route route, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        Origin origin = route.origin();
        Optional<ProxyServer> proxy = route.proxy();
        DeadlineSocket socket =
                proxy.isPresent()
                        ? through(proxy.get(), route, deadline, call)
                        : socket(origin.host(), origin.port(), deadline, call);
        try {
            socket.setDeadline(deadline);
            return new HttpConnection(
                    socket,
                    origin.secure() ? tls.secure(socket, origin.host(), origin.port()) : socket,
                    route.forwarder());
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private DeadlineSocket through(ProxyServer proxy, Route route, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        DeadlineSocket socket = null;
        try {
            socket = socket(proxy.host(), proxy.port(), deadline, call);
            if (!route.forwarded()) {
                socket.setDeadline(deadline.orAfter(CONNECT.multipliedBy(3)));
                new ProxyTunnel(proxy).open(socket, route.origin());
            }
            return socket;
        } catch (IOException e) {
            if (socket != null) {
                socket.close();
            }
            if (call.cancelled() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            HttpCallException why = HttpCallException.of(e, text -> text);
            throw new HttpCallException(why.kind(), "proxy " + proxy + ": " + why.getMessage());
        }
    }

    private DeadlineSocket socket(String host, int port, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        Deadline end = deadline.orAfter(CONNECT);
        List<InetAddress> addresses = names.resolve(host, end, call);
        IOException failure =
                new HttpCallException(HttpCallException.Kind.NETWORK, "host name not found");
        for (int i = 0; i < addresses.size() && !(i > 0 && end.isExpired()); i++) {
            Duration share = end.remaining().dividedBy(addresses.size() - i);
            Deadline turn = end.orAfter(Durations.max(share, SHORTEST));
            try {
                return socket(new InetSocketAddress(addresses.get(i), port), turn, call);
            } catch (SocketTimeoutException e) {
                failure =
                        new HttpCallException(
                                HttpCallException.Kind.TIMEOUT, "no connection in time");
            } catch (IOException e) {
                failure = e;
            }
            if (call.cancelled() || Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw failure;
    }

    private static DeadlineSocket socket(InetSocketAddress address, Deadline turn, HttpCall call)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            call.attach(channel);
            channel.socket().setTcpNoDelay(true);
            channel.socket().connect(address, turn.timeoutMillis());
            connected = true;
            return new DeadlineSocket(channel);
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }
}
