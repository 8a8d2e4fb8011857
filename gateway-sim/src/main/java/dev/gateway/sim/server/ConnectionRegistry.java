package dev.gateway.sim.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The open and the recently closed connections of a server. Thread-safe. */
final class ConnectionRegistry {

    private static final int MAX_CLOSED = 1000;
    private static final AttributeKey<Boolean> ENDED_BY_SERVER =
            AttributeKey.valueOf("ended-by-server");

    private final ClientProcessResolver processes;
    private final Map<Channel, ClientConnection> open = new LinkedHashMap<>();
    private final Deque<ClientConnection> closed = new ArrayDeque<>();
    private long opened;

    ConnectionRegistry(ClientProcessResolver processes) {
        this.processes = processes;
    }

    synchronized ClientConnection opened(Channel channel) {
        long now = System.nanoTime();
        int clientPort = ((InetSocketAddress) channel.remoteAddress()).getPort();
        int serverPort = ((InetSocketAddress) channel.localAddress()).getPort();
        ClientConnection connection =
                new ClientConnection(
                        ++opened,
                        clientPort,
                        now,
                        processes.find(clientPort, serverPort),
                        channel::isActive);
        open.put(channel, connection);
        return connection;
    }

    /** Records that a channel is closed. Called on the server's thread. */
    RequestOutcome closed(Channel channel) {
        boolean byServer = channel.hasAttr(ENDED_BY_SERVER);
        RequestOutcome outcome =
                new RequestOutcome(
                        byServer
                                ? RequestOutcome.EndedBy.SERVER_CLOSED
                                : RequestOutcome.EndedBy.CLIENT_CLOSED,
                        System.nanoTime());
        ClientConnection connection;
        synchronized (this) {
            connection = open.remove(channel);
            closed.addLast(connection);
            if (closed.size() > MAX_CLOSED) {
                closed.removeFirst();
            }
        }
        connection.whenClosed().complete(outcome);
        return outcome;
    }

    synchronized List<ClientConnection> all() {
        List<ClientConnection> all = new ArrayList<>(closed);
        all.addAll(open.values());
        all.sort(Comparator.comparingLong(ClientConnection::id));
        return all;
    }

    void resetAll() {
        channels().stream()
                .map(ConnectionRegistry::reset)
                .toList()
                .forEach(ChannelFuture::awaitUninterruptibly);
    }

    void closeAll() {
        channels().stream()
                .map(ConnectionRegistry::close)
                .toList()
                .forEach(ChannelFuture::awaitUninterruptibly);
    }

    private synchronized List<Channel> channels() {
        return List.copyOf(open.keySet());
    }

    /** Ends a connection with FIN. */
    static ChannelFuture close(Channel channel) {
        channel.attr(ENDED_BY_SERVER).set(true);
        return channel.close();
    }

    /** Ends a connection with RST. */
    static ChannelFuture reset(Channel channel) {
        channel.attr(ENDED_BY_SERVER).set(true);
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException closedMeanwhile) {
            // The client closed first: there is nothing left to reset.
        }
        return channel.close();
    }
}
