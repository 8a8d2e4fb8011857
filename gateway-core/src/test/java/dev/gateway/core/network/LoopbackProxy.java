package dev.gateway.core.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback for CONNECT, plain requests and SOCKS 5, on one port. For any host it
 * connects to that port of loopback, so that hosts that do not exist can be reached only through
 * it. It records the hosts and the credentials.
 */
public final class LoopbackProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> tunnels = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";
    private volatile boolean tunnelsRefused;

    public LoopbackProxy() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Returns each requested tunnel, as host and port. */
    public List<String> tunnels() {
        return tunnels;
    }

    /** Returns each login as received: user:password or a header. */
    public List<String> logins() {
        return logins;
    }

    /** Answers every CONNECT with this status line from now on. */
    public void refuse(String status) {
        refusal = status;
    }

    /** Answers every CONNECT with 403 from now on, and passes other requests on. */
    public void refuseTunnels() {
        tunnelsRefused = true;
    }

    /** Returns the first line of each HTTP request. */
    public List<String> lines() {
        return lines;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            int first = in.read();
            if (first == 5) {
                socks(in, client);
            } else if (first >= 0) {
                http((char) first, in, client);
            }
        } catch (IOException e) {
            // The client left, or the test is over.
        } finally {
            sockets.remove(client);
        }
    }

    private void http(char first, InputStream in, Socket client) throws IOException {
        var head = new StringBuilder().append(first);
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        String[] words = head.toString().split(" ", 3);
        for (String line : head.toString().split("\r\n")) {
            if (line.startsWith("Proxy-Authorization: ")) {
                logins.add(line.substring(line.indexOf(' ') + 1));
            }
        }
        boolean tunnel = words[0].equals("CONNECT");
        String target = tunnel ? words[1] : URI.create(words[1]).getAuthority();
        tunnels.add(target);
        lines.add(head.substring(0, head.indexOf("\r\n")));
        if (tunnel && tunnelsRefused) {
            write(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        if (!refusal.isEmpty()) {
            write(client, "HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        try (Socket server = connect(port)) {
            if (tunnel) {
                write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                String path = words[1].substring(words[1].indexOf('/', "http://".length()));
                String rest = words[2].replaceAll("(?m)^Proxy-Authorization: .*\r\n", "");
                write(server, words[0] + " " + path + " " + rest);
            }
            relay(client, server);
        }
    }

    private void socks(DataInputStream in, Socket client) throws IOException {
        byte[] methods = new byte[in.readUnsignedByte()];
        in.readFully(methods);
        boolean login = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
        client.getOutputStream().write(new byte[] {5, (byte) (login ? 2 : 0)});
        if (login) {
            in.readUnsignedByte();
            String user = text(in);
            logins.add(user + ":" + text(in));
            client.getOutputStream().write(new byte[] {1, 0});
        }
        in.readFully(new byte[3]);
        int type = in.readUnsignedByte();
        String host;
        if (type == 3) {
            host = text(in);
        } else {
            byte[] address = new byte[type == 1 ? 4 : 16];
            in.readFully(address);
            host = InetAddress.getByAddress(address).getHostAddress();
        }
        int port = in.readUnsignedShort();
        tunnels.add(host + ":" + port);
        try (Socket server = connect(port)) {
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            relay(client, server);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Socket connect(int port) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(server);
        return server;
    }

    private void relay(Socket client, Socket server) throws IOException {
        start(
                () -> {
                    try {
                        client.getInputStream().transferTo(server.getOutputStream());
                        server.shutdownOutput();
                    } catch (IOException e) {
                        close(server);
                    }
                });
        server.getInputStream().transferTo(client.getOutputStream());
        client.shutdownOutput();
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static Thread start(Runnable work) {
        var thread = new Thread(work, "sim-loopback-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join(); // Otherwise a connection in progress would still be accepted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(LoopbackProxy::close);
    }
}
