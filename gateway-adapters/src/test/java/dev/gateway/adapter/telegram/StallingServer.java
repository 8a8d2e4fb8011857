package dev.gateway.adapter.telegram;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers every request with the same bytes and leaves the connection open. */
final class StallingServer {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final String answer;

    StallingServer(String answer) throws IOException {
        this.answer = answer;
        thread(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    /** Returns the number of connections closed by the client. */
    int ended() {
        return ended.get();
    }

    void close() throws Exception {
        socket.close();
        synchronized (threads) {
            for (Thread thread : threads) {
                thread.join(20_000);
            }
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = socket.accept();
                thread(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var buffer = new byte[8192];
            var text = new StringBuilder();
            int count;
            while ((count = connection.getInputStream().read(buffer)) > 0) {
                text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                // The bodies of all calls end with a brace, and their heads hold none.
                if (text.toString().endsWith("}")) {
                    text.setLength(0);
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    requests.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // A reset is an end too.
        }
        ended.incrementAndGet();
    }

    private void thread(Runnable work) {
        var thread = new Thread(work, "stalling-server");
        synchronized (threads) {
            threads.add(thread);
        }
        thread.start();
    }
}
