package com.example.ntfy.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.referee.OpenPoll;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A topic with its messages, who waits for them, and what was answered. Guarded by its owner. */
final class Topic {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_MESSAGE = 4096;

    private final String name;
    private final String token;
    private final FakeNtfy owner;
    private final List<ObjectNode> messages = new ArrayList<>();
    private final Map<String, List<BotMessage>> heard = new HashMap<>();
    private final Map<String, String> sequence = new HashMap<>();
    private Waiting waiting;
    private boolean revoked;

    Topic(String name, String token, FakeNtfy owner) {
        this.name = name;
        this.token = token;
        this.owner = owner;
    }

    private record Waiting(
            Request request, OpenPoll poll, int from, CompletableFuture<Response> answer) {}

    String name() {
        return name;
    }

    boolean revoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
        end(FakeNtfy.error(401, "unauthorized"));
    }

    /** Answers with what there is, or when there is something, or when the time is over. */
    CompletionStage<Response> poll(Request request) {
        OpenPoll poll = owner.referee().pollStarted(label(), request);
        int from = behind(request.queryParameter("since").orElse("all"));
        long seconds = Long.parseLong(request.queryParameter("wait").orElse("0"));
        if (from < messages.size() || seconds == 0) {
            return FakeNtfy.done(lines(from, request));
        }
        if (waiting != null) {
            waiting.poll().displaced();
            end(FakeNtfy.error(409, "another subscriber has come"));
        }
        var mine = new Waiting(request, poll, from, new CompletableFuture<>());
        waiting = mine;
        owner.server().schedule(Duration.ofSeconds(seconds), () -> timeout(mine));
        request.finished().thenRun(() -> forget(mine));
        return mine.answer();
    }

    private void timeout(Waiting one) {
        synchronized (owner.lock()) {
            if (waiting == one) {
                end(lines(one.from(), one.request()));
            }
        }
    }

    private void forget(Waiting one) {
        synchronized (owner.lock()) {
            if (waiting == one) {
                waiting = null;
            }
        }
    }

    private void end(Response response) {
        if (waiting != null) {
            Waiting ended = waiting;
            waiting = null;
            ended.answer().complete(response);
        }
    }

    private int behind(String since) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).path("id").asText().equals(since)) {
                return i + 1;
            }
        }
        return 0;
    }

    private Response lines(int from, Request request) {
        StringBuilder lines = new StringBuilder();
        for (ObjectNode message : messages.subList(from, messages.size())) {
            lines.append(message).append('\n');
            owner.ledger().delivered(message.path("id").asText(), request.connection());
        }
        return Response.text(200, "application/x-ndjson", lines.toString());
    }

    /** A tag of the token that may be shown. */
    private String label() {
        return "ntfy " + name;
    }

    private SentMessage say(String person, String text) {
        synchronized (owner.lock()) {
            String id = name + "-m" + messages.size();
            owner.ledger().said(id, token, person, text);
            messages.add(
                    JSON.createObjectNode()
                            .put("id", id)
                            .put("time", Instant.now().getEpochSecond())
                            .put("event", "message")
                            .put("topic", name)
                            .put("title", person)
                            .put("message", text));
            if (waiting != null) {
                end(lines(waiting.from(), waiting.request()));
            }
            return new SentMessage(id, text, owner.ledger());
        }
    }

    /** The bot says something; the same sequence id again is the same message. */
    Response answered(String person, JsonNode message, Request request) {
        String text = message.path("message").asText();
        if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST_MESSAGE) {
            return FakeNtfy.error(413, "message too large");
        }
        String key = message.path("sequence_id").asText();
        String id = sequence.get(key);
        if (id == null) {
            id = name + "-a" + sequence.size();
            sequence.put(key, id);
            Optional<String> answers =
                    owner.ledger()
                            .answered(token, person, Optional.empty(), text, request.connection());
            heard.computeIfAbsent(person, any -> new ArrayList<>())
                    .add(new BotMessage(text, answers, List.of(), System.nanoTime()));
        }
        ObjectNode published = JSON.createObjectNode().put("id", id).put("message", text);
        return Response.json(200, published);
    }

    VirtualUser person(String person) {
        return new VirtualUser() {
            @Override
            public String name() {
                return person;
            }

            @Override
            public String conversation() {
                return person;
            }

            @Override
            public SentMessage says(String text) {
                return say(person, text);
            }

            @Override
            public List<BotMessage> heard() {
                synchronized (owner.lock()) {
                    return List.copyOf(heard.getOrDefault(person, List.of()));
                }
            }
        };
    }
}
