package dev.gateway.it.acceptance.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A {@link SlowHandler} that is a web service, or a model behind one. */
final class SlowServer implements SlowHandler {

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Duration longest;
    private final boolean model;

    private SlowServer(HttpServer server, Duration longest, boolean model) {
        this.server = server;
        this.longest = longest;
        this.model = model;
    }

    static SlowServer answering(Duration longest, boolean model) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SlowServer handler = new SlowServer(server, longest, model);
        server.createContext("/", handler::answer);
        server.setExecutor(handler.threads);
        server.start();
        return handler;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = mapper.readTree(exchange.getRequestBody());
            String text =
                    model
                            ? asked.path("messages").findValuesAsText("content").stream()
                                    .reduce("", (earlier, last) -> last)
                            : asked.path("text").asText();
            calls.add("begin " + text);
            if (text.startsWith("slow")) {
                released.await(longest.toMillis(), TimeUnit.MILLISECONDS);
            }
            calls.add("end " + text);
            byte[] answer = (model ? event(text) : answer(text)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", model ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String text) {
        return mapper.createObjectNode().put("text", text).toString();
    }

    private String event(String text) {
        var event = mapper.createObjectNode();
        event.putArray("choices").addObject().putObject("delta").put("content", text);
        return "data: " + event + "\n\ndata: [DONE]\n\n";
    }

    @Override
    public String yaml() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return model
                ? "{type: openai, model: small, base_url: \"" + address + "/v1\"}"
                : "{type: http, url: \"" + address + "/\"}";
    }

    @Override
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void release() {
        released.countDown();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
