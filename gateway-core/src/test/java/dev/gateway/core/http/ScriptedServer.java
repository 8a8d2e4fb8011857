package dev.gateway.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that runs a script for each connection. */
final class ScriptedServer implements AutoCloseable {

    final List<Socket> accepted = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final CountDownLatch over = new CountDownLatch(1);
    private final ServerSocket listener;

    /** A script for one connection, which is closed when it returns. */
    interface Script {
        void play(ScriptedServer server, InputStream in, OutputStream out) throws Exception;
    }

    ScriptedServer(Script script) throws IOException {
        this(InetAddress.getLoopbackAddress(), 0, script);
    }

    ScriptedServer(InetAddress address, int port, Script script) throws IOException {
        listener = new ServerSocket(port, 50, address);
        start(
                () -> {
                    while (!listener.isClosed()) {
                        try {
                            Socket socket = listener.accept();
                            accepted.add(socket);
                            start(() -> play(socket, script));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private void play(Socket socket, Script script) {
        try (socket) {
            script.play(this, socket.getInputStream(), socket.getOutputStream());
        } catch (Exception e) {
            // The client closed the connection, or the test is over.
        }
    }

    /** Reads one request without its body; empty at the end of the connection. */
    String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        requests.add(head.toString());
        return head.toString();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    int port() {
        return listener.getLocalPort();
    }

    URI uri(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/path");
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
