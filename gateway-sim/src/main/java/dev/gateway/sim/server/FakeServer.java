package dev.gateway.sim.server;

import dev.gateway.core.time.Deadline;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server on loopback, the transport of a fake platform. Thread-safe. Closing it ends its
 * threads, which carry its name.
 *
 * <p>Connections are kept alive as real servers do (HTTP/1.1, 75 s idle). {@link #crash} and {@link
 * #listen} make the platform disappear and come back on the same port.
 */
public final class FakeServer implements AutoCloseable {

    static {
        // Netty logs its build options on DEBUG, which would hide what a test's log is read for.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    }

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(5);
    private static final int BACKLOG = 1024;

    private final String name;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final ClientProcessResolver processes;
    private final ConnectionRegistry connections;
    private final FaultRegistry faults = new FaultRegistry(this::applyRefusal);
    private final RequestHandler handler;
    private final int port;
    private volatile Thread thread;
    private Channel listener;
    private boolean listening;

    private FakeServer(String name, int port, RequestHandler handler) {
        this.name = name;
        this.handler = handler;
        group = new MultiThreadIoEventLoopGroup(1, this::newThread, NioIoHandler.newFactory());
        loop = group.next();
        processes = new ClientProcessResolver(name);
        connections = new ConnectionRegistry(processes);
        try {
            listener = bind(port);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
        listening = true;
        this.port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Starts on a free port of 127.0.0.1. The names of the server's threads contain the name. */
    public static FakeServer start(String name, RequestHandler handler) {
        return start(name, 0, handler);
    }

    /**
     * Starts on a port of 127.0.0.1; 0 for any free one.
     *
     * @throws UncheckedIOException if the port is taken; the message contains the port
     */
    public static FakeServer start(String name, int port, RequestHandler handler) {
        return new FakeServer(name, port, handler);
    }

    /** Returns the port, which never changes. */
    public int port() {
        return port;
    }

    /** Returns the server's address without a path: {@code http://127.0.0.1:PORT}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns the faults in force. */
    public FaultRegistry faults() {
        return faults;
    }

    /**
     * Returns all connections so far, the oldest first; of the closed ones only the latest
     * thousand.
     */
    public List<ClientConnection> connections() {
        return connections.all();
    }

    /**
     * Runs a task on the server's thread after a delay. Meant for what a platform does on its own:
     * the end of a long poll, a second delivery.
     */
    public ScheduledFuture<?> schedule(Duration delay, Runnable task) {
        return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Resets all connections and refuses new ones, as if the platform had died. Waits for the
     * server's thread; a handler must therefore not call this method or {@link #listen}.
     */
    public synchronized void crash() {
        listening = false;
        refuseConnections();
    }

    /**
     * Listens again on the same port after {@link #crash}; has no effect on a server that listens.
     */
    public synchronized void listen() {
        listening = true;
        if (listener == null && !faults.refusing()) {
            listener = bind(port);
        }
    }

    private synchronized void applyRefusal() {
        if (faults.refusing()) {
            refuseConnections();
        } else if (listening) {
            listen();
        }
    }

    private void refuseConnections() {
        stopListening();
        connections.resetAll();
    }

    private void stopListening() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
            listener = null;
        }
    }

    /**
     * Binds the port, with retries: a port that was free a moment ago may now be the client's end
     * of another connection.
     */
    private Channel bind(int wantedPort) {
        Deadline deadline = Deadline.after(BIND_TIMEOUT);
        while (true) {
            var bound = bootstrap().bind("127.0.0.1", wantedPort).awaitUninterruptibly();
            if (bound.isSuccess()) {
                return bound.channel();
            }
            boolean again = wantedPort == port && !deadline.isExpired();
            if (!again || !(bound.cause() instanceof BindException) || interruptedWhilePausing()) {
                throw new UncheckedIOException(
                        "cannot listen on 127.0.0.1:"
                                + wantedPort
                                + ": "
                                + bound.cause().getMessage(),
                        new BindException(bound.cause().getMessage()));
            }
        }
    }

    private static boolean interruptedWhilePausing() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new HttpChannelInitializer(connections, faults, handler));
    }

    private Thread newThread(Runnable task) {
        thread = new Thread(task, "sim-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** Closes all connections with FIN and ends the threads. Idempotent. */
    @Override
    public synchronized void close() {
        listening = false;
        // A channel that the group closes during its own shutdown can keep its file descriptor for
        // ever.
        stopListening();
        connections.closeAll();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        processes.close();
        try {
            if (thread != null && thread != Thread.currentThread()) {
                thread.join(CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
