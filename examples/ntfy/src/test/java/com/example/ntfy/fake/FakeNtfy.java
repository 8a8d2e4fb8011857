package com.example.ntfy.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.chat.AbstractFakePlatform;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A server that behaves like ntfy as far as the adapter can see: a topic and a token for each bot,
 * messages that stay, and polls that wait. Its own rule: of two that wait with one token the older
 * one is sent away. Thread-safe; all requests are answered on the server's one thread.
 */
public final class FakeNtfy extends AbstractFakePlatform {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Topic> topics = new LinkedHashMap<>();

    private FakeNtfy(int port, int bots) {
        super("ntfy");
        for (int i = 0; i < bots; i++) {
            String token = "tk_fake" + "0123456789abcdef".repeat(2) + i;
            topics.put(token, new Topic(i == 0 ? "desk" : "desk" + i, token, this));
        }
        listen(port, this::answer);
    }

    /** Starts one on any port, with one bot. */
    public static FakeNtfy start() {
        return start(0, 1);
    }

    static FakeNtfy start(int port, int bots) {
        return new FakeNtfy(port, bots);
    }

    private CompletionStage<Response> answer(Request request) {
        synchronized (lock) {
            String token = request.header("authorization").orElse("").replace("Bearer ", "");
            Topic topic = topics.get(token);
            if (topic == null || topic.revoked()) {
                return done(error(401, "unauthorized"));
            }
            if (request.path().equals("/" + topic.name() + "/json")) {
                return topic.poll(request);
            }
            if (request.path().equals("/" + topic.name() + "/auth")) {
                return done(Response.text(200, "application/json", "{\"success\":true}"));
            }
            if (request.path().equals("/") && request.method().equals("POST")) {
                return done(publish(topic, request));
            }
            return done(error(404, "page not found"));
        }
    }

    private static Response publish(Topic topic, Request request) {
        try {
            JsonNode message = JSON.readTree(request.body());
            String prefix = topic.name() + "-";
            String to = message.path("topic").asText();
            if (!to.startsWith(prefix)) {
                return error(403, "forbidden");
            }
            return topic.answered(to.substring(prefix.length()), message, request);
        } catch (IOException e) {
            return error(400, "invalid request: no JSON");
        }
    }

    static CompletionStage<Response> done(Response response) {
        return CompletableFuture.completedFuture(response);
    }

    static Response error(int status, String words) {
        String body = JSON.createObjectNode().put("http", status).put("error", words).toString();
        return Response.text(status, "application/json", body);
    }

    @Override
    public VirtualUser user(String token, String name) {
        synchronized (lock) {
            return topics.get(token).person(name);
        }
    }

    @Override
    public void revoke(String token) {
        synchronized (lock) {
            topics.get(token).revoke();
        }
    }

    @Override
    public Response throttled(Duration retryAfter) {
        return error(429, "limit reached").withHeader("retry-after", "" + retryAfter.toSeconds());
    }

    @Override
    public List<String> tokens() {
        return List.copyOf(topics.keySet());
    }

    /** The topic of a token. */
    public String topic(String token) {
        return Optional.ofNullable(topics.get(token)).orElseThrow().name();
    }

    @Override
    public String intakePath() {
        return "/*/json";
    }

    @Override
    public String sendPath() {
        return "/";
    }

    @Override
    public String gatewayConfig(String token, String entryName) {
        return "  %s: {type: ntfy, topic: %s, token: \"%s\", base_url: \"%s\", %s}%n"
                .formatted(entryName, topic(token), token, server().uri(), OPEN_TO_ALL);
    }

    Object lock() {
        return lock;
    }
}
