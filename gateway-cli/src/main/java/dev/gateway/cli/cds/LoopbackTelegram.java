package dev.gateway.cli.cds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** A minimal Telegram server on loopback that sends one message and receives its answer. */
final class LoopbackTelegram implements AutoCloseable {

    private static final String MESSAGE =
            """
            {"ok":true,"result":[{"update_id":1,"message":{"message_id":1,"date":1,"text":"hello",
            "from":{"id":2,"is_bot":false,"first_name":"a"},"chat":{"id":2,"type":"private"}}}]}
            """;
    private static final String SENT =
            """
            {"ok":true,"result":{"message_id":2,"date":1,"chat":{"id":2,"type":"private"}}}
            """;
    private static final String BOT =
            """
            {"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b_bot"}}
            """;
    private static final Pattern WITHOUT_WAIT = Pattern.compile("\"timeout\"\\s*:\\s*0\\b");
    private static final String EMPTY = "{\"ok\":true,\"result\":[]}";
    private static final String TRUE = "{\"ok\":true,\"result\":true}";

    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        var thread = new Thread(task, "training-platform");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final AtomicBoolean sent = new AtomicBoolean();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    LoopbackTelegram() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String config() {
        return """
                platforms:
                  training: {type: telegram, token: "1:training", base_url: "http://%s:%d", dm_policy: open}
                handler: {type: echo}
                """
                .formatted(
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        server.getAddress().getPort());
    }

    boolean awaitAnswer(Duration limit) throws InterruptedException {
        return answered.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        byte[] body = body(path.substring(path.lastIndexOf('/') + 1), request);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] body(String method, String request) {
        String text =
                switch (method) {
                    case "getUpdates" -> updates(request);
                    case "sendMessage" -> {
                        answered.countDown();
                        yield SENT;
                    }
                    case "getMe" -> BOT;
                    default -> TRUE;
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the message to the first poll; one that waits lasts until the server is closed. */
    private String updates(String request) {
        if (sent.compareAndSet(false, true)) {
            return MESSAGE;
        }
        if (WITHOUT_WAIT.matcher(request).find()) {
            return EMPTY;
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return EMPTY;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
