package com.example.ntfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Conflict;
import dev.gateway.core.platform.PlatformException.Rejected;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The three calls, and what each refusal means. No answer of the server becomes part of a message:
 * it could repeat the token. Thread-safe.
 */
final class NtfyApi {

    /** How long a poll may wait on the server, and how much longer its answer may take. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(25);

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final long LARGEST_ANSWER = 4L << 20;
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NtfySettings settings;
    private final HttpClient http;

    NtfyApi(NtfySettings settings, HttpClient http) {
        this.settings = settings;
        this.http = http;
    }

    /**
     * Returns the messages behind {@code since}, a line of JSON each.
     *
     * @param since the id of the last one that is stored; {@code all} for everything there is
     * @param wait whether to wait for one if there is none
     */
    List<JsonNode> poll(String since, boolean wait, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        Duration longest = wait ? LONGEST_POLL : Duration.ZERO;
        String query =
                "?since=%s&wait=%d"
                        .formatted(
                                URLEncoder.encode(since, StandardCharsets.UTF_8),
                                longest.toSeconds());
        HttpRequest request = request(settings.below("/json", query)).build();
        byte[] body = call("poll", request, longest.plus(ANSWER), scope).body();
        List<JsonNode> messages = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\n")) {
            if (!line.isBlank()) {
                messages.add(message(line));
            }
        }
        return messages;
    }

    private static JsonNode message(String line) throws Unreachable {
        try {
            JsonNode message = JSON.readTree(line);
            if (message.path("id").isTextual() && message.path("message").isTextual()) {
                return message;
            }
        } catch (IOException e) {
            // Not the parser's words: they quote what it read.
        }
        throw new Unreachable("ntfy poll failed: the answer is not of ntfy");
    }

    /**
     * Publishes a text.
     *
     * @param id the same at each try of the same message, so that the server takes it once
     */
    Optional<String> publish(String topic, String id, String text, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("topic", topic).put("sequence_id", id).put("message", text);
        HttpRequest request =
                request(URI.create(settings.server() + "/"))
                        .header("Content-Type", "application/json")
                        .post(RequestBody.text(body.toString()))
                        .repeatable()
                        .build();
        byte[] answer = call("publish", request, ANSWER, scope).body();
        return Optional.of(message(new String(answer, StandardCharsets.UTF_8)))
                .map(message -> message.path("id").asText());
    }

    /** Asks whether the token is good for the topic. */
    void authorise(Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        call("auth", request(settings.below("/auth", "")).build(), within, scope);
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + settings.token().reveal());
    }

    private HttpResponse<byte[]> call(
            String what, HttpRequest request, Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request, BodyReader.bytes(LARGEST_ANSWER), within, scope);
        } catch (HttpCallException e) {
            throw new Unreachable("ntfy " + what + " failed: " + e.getMessage());
        }
        if (answer.statusCode() == 200) {
            return answer;
        }
        throw refusal(what, answer);
    }

    private PlatformException refusal(String what, HttpResponse<byte[]> answer) {
        String refused = "ntfy refused " + what + " with " + answer.statusCode();
        return switch (answer.statusCode()) {
            case 401, 403 ->
                    new Rejected(
                            refused,
                            "Make a new access token for the topic " + settings.topic() + ".");
            case 409 ->
                    new Conflict(
                            refused + ": another program polls with this token",
                            "End the other program, or give it a token of its own.");
            case 429 -> new Throttled(refused, retryAfter(answer));
            case 400, 404, 413 ->
                    what.equals("publish") ? new Undeliverable(refused) : new Unreachable(refused);
            default -> new Unreachable(refused);
        };
    }

    private static Duration retryAfter(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(USUAL_PAUSE);
    }
}
