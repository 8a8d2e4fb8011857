package dev.gateway.sim.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a server on this machine, with faults: programs connect to {@link #port} in place of
 * the server's. Faults hold for all connections, those that are made meanwhile too. A cut one keeps
 * what is on the way, as TCP does, and delivers it when it is healed; the end of a connection as
 * well. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket listener;
    private final Map<Direction, RelayState> states = new EnumMap<>(Direction.class);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = new Thread(this::acceptAll, "proxy-acceptor");
    private volatile int target;
    private volatile boolean refusing;

    private TcpProxy(int target) throws IOException {
        this.target = target;
        for (Direction direction : Direction.values()) {
            states.put(direction, new RelayState());
        }
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(loopback(), 0));
        acceptor.setDaemon(true);
    }

    /** Starts a line to this port of 127.0.0.1. */
    public static TcpProxy to(int port) throws IOException {
        TcpProxy proxy = new TcpProxy(port);
        proxy.acceptor.start();
        return proxy;
    }

    /** Returns the port of 127.0.0.1 to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Leads connections from now on to another port, as a floating address does. */
    public void redirect(int port) {
        target = port;
    }

    /** Delays all that is sent from now on, in each direction: a round trip takes twice this. */
    public void delay(Duration oneWay) {
        states.values().forEach(state -> state.delay(oneWay));
    }

    /** Cuts the line in one direction: the other one still delivers. */
    public void cut(Direction direction) {
        states.get(direction).cut();
    }

    /** Cuts the line: nothing arrives, and no end of a connection shows. */
    public void cut() {
        states.values().forEach(RelayState::cut);
    }

    /** Heals the line and delivers what was held back, unless {@link #reset} came before. */
    public void heal() {
        refusing = false;
        states.values().forEach(RelayState::heal);
    }

    /** Resets all connections, with what is on the way; new ones are taken. */
    public void reset() {
        List.copyOf(connections).forEach(Connection::reset);
    }

    /** Resets all connections and each new one, until {@link #heal}. */
    public void refuse() {
        refusing = true;
        reset();
    }

    /** Returns how many connections there are. */
    public int connections() {
        return connections.size();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                // Closed, or one that ended before it was taken.
            }
        }
    }

    private void accept(Socket client) throws IOException {
        Socket server = new Socket();
        Connection connection = new Connection(client, server);
        connections.add(connection);
        try {
            if (refusing || listener.isClosed()) {
                throw new IOException("refused");
            }
            server.connect(new InetSocketAddress(loopback(), target), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            connection.start();
        } catch (IOException e) {
            connection.reset();
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Resets all connections and takes no more. */
    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }

    private final class Connection implements Relay.Ends {

        private final Socket client;
        private final Socket server;
        private final List<Relay> relays;
        private final AtomicInteger open = new AtomicInteger(Direction.values().length);

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            String name = "proxy-" + client.getPort();
            relays =
                    List.of(
                            new Relay(name, states.get(Direction.TO_SERVER), client, server, this),
                            new Relay(name, states.get(Direction.TO_CLIENT), server, client, this));
        }

        void start() {
            relays.forEach(Relay::start);
        }

        @Override
        public void ended() {
            if (open.decrementAndGet() == 0) {
                connections.remove(this);
                close(client);
                close(server);
            }
        }

        @Override
        public void reset() {
            if (connections.remove(this)) {
                relays.forEach(Relay::stop);
                reset(client);
                reset(server);
            }
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed by the other end.
            }
        }

        private void reset(Socket socket) {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // Closed by the other end.
            }
        }
    }
}
