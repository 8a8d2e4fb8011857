package dev.gateway.core.message.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.http.UnreadableResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Collects the text of a chat completion line by line: server-sent events while it is streamed, or
 * one JSON object from servers that do not stream. Thread-safe.
 */
final class ChatStream {

    private static final String DATA = "data:";

    /** Bytes of one event, and of a whole answer that is not streamed. */
    private static final int LONGEST = 2 << 20;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder plain = new StringBuilder();
    private boolean finished;
    private String error;

    /** Takes everything that comes. */
    void read(InputStream in) throws IOException {
        var lines = new LineReader(in, LONGEST);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                line(line);
            }
        } catch (LineReader.LineTooLong e) {
            throw new UnreadableResponseException("gave " + e.getMessage());
        }
    }

    private synchronized void line(String line) throws UnreadableResponseException {
        if (line.startsWith(DATA)) {
            event(line.substring(DATA.length()).strip());
        } else if (!line.startsWith(":") && !line.startsWith("event:")) {
            plain.append(line).append('\n');
            if (plain.length() > LONGEST) {
                throw new UnreadableResponseException(
                        "gave an answer of more than " + LONGEST + " characters");
            }
        }
    }

    /** The whole text, if the answer is complete. */
    synchronized Optional<String> text() {
        if (!finished && !plain.toString().isBlank()) {
            parse(plain.toString())
                    .ifPresent(json -> take(json, json.path("choices").path(0).path("message")));
            finished = error == null && text.length() > 0;
        }
        return finished ? Optional.of(text.toString()) : Optional.empty();
    }

    /** What the server says is wrong, if it does. */
    synchronized Optional<String> error() {
        return Optional.ofNullable(error);
    }

    private void event(String data) {
        if (data.equals("[DONE]")) {
            finished = true;
            return;
        }
        parse(data).ifPresent(json -> take(json, json.path("choices").path(0).path("delta")));
    }

    private void take(JsonNode json, JsonNode message) {
        if (json.hasNonNull("error")) {
            JsonNode found = json.get("error");
            error = found.isTextual() ? found.textValue() : found.path("message").asText("error");
        }
        text.append(message.path("content").asText(""));
        if (json.path("choices").path(0).hasNonNull("finish_reason")) {
            finished = true;
        }
    }

    private static Optional<JsonNode> parse(String json) {
        try {
            return Optional.of(MessageJson.MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
