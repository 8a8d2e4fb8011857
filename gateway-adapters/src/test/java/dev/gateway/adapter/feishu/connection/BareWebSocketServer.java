package dev.gateway.adapter.feishu.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The platform's end of long connections on plain sockets. Tests can omit replies that a server
 * library would send by itself, for instance the answer to CLOSE.
 */
public final class BareWebSocketServer {

    private final ServerSocket listener;
    private final Thread acceptor;
    private final List<BareWebSocketConnection> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<BareWebSocketConnection> opened = new LinkedBlockingQueue<>();

    /** The response to an upgrade instead of 101, or null. */
    public volatile String refusal;

    /** The content of pongs; null for no pongs at all. */
    volatile String pong = "";

    /** The switch that makes it answer CLOSE. */
    public volatile boolean answersClose = true;

    public BareWebSocketServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = new Thread(this::accept, "test-frontier");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public String url() {
        return "ws://127.0.0.1:"
                + listener.getLocalPort()
                + "/ws/v2?device_id=7&access_key=hidden-key&service_id=33554678&ticket=hidden";
    }

    /** Returns the next connection that a client opened. */
    public BareWebSocketConnection connection() throws InterruptedException {
        BareWebSocketConnection next = opened.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no connection within 60 s");
        }
        return next;
    }

    public int connections() {
        return all.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                if (refusal != null) {
                    BareWebSocketConnection.readHead(socket);
                    socket.getOutputStream().write(refusal.getBytes(StandardCharsets.UTF_8));
                    socket.close();
                    continue;
                }
                var connection = new BareWebSocketConnection(socket, this);
                all.add(connection);
                connection.start(() -> opened.add(connection));
            }
        } catch (SocketException closed) {
            return;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void close() throws IOException, InterruptedException {
        listener.close();
        acceptor.join(5_000);
        for (BareWebSocketConnection connection : all) {
            connection.close();
        }
    }
}
