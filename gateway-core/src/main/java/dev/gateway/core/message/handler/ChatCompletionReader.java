package dev.gateway.core.message.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.http.service.UnreadableResponseException;
import dev.gateway.core.message.MessageMemoryShare;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reader of a chat completion, line by line: server-sent events while it is streamed, or one JSON
 * object from servers that do not stream. Unusable content is an error: a broken piece, content
 * other than text, a refusal, a filter. Thread-safe.
 */
final class ChatCompletionReader {

    private static final String DATA = "data:";

    /** The limit, in bytes, of one event and of a whole unstreamed answer. */
    private static final int MAX_BYTES = 2 << 20;

    /**
     * The length of a line, in characters, from which it needs more than the ordinary memory of a
     * message.
     */
    private static final int ORDINARY_LINE = 64 << 10;

    private final MessageMemoryShare memory;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder plain = new StringBuilder();
    private boolean done;
    private String finish;
    private String error;

    ChatCompletionReader(MessageMemoryShare memory) {
        this.memory = memory;
    }

    /** Reads the whole stream. */
    void read(InputStream in) throws IOException, InterruptedException {
        var lines = new LineReader(in, MAX_BYTES, ORDINARY_LINE, memory::grow);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                line(line);
                if (isLong()) {
                    memory.grow();
                }
            }
        } catch (LineReader.LineTooLongException e) {
            throw new UnreadableResponseException("gave " + e.getMessage());
        }
    }

    private synchronized boolean isLong() {
        return text.length() + plain.length() > ORDINARY_LINE;
    }

    private synchronized void line(String line) throws UnreadableResponseException {
        if (line.startsWith(DATA)) {
            event(line.substring(DATA.length()).strip());
        } else if (!line.startsWith(":")
                && !line.startsWith("event:")
                && !line.startsWith("id:")
                && !line.startsWith("retry:")) {
            plain.append(line).append('\n');
            if (plain.length() > MAX_BYTES) {
                throw new UnreadableResponseException(
                        "gave an answer of more than " + MAX_BYTES + " characters");
            }
        }
        if (text.length() > MessageMemoryShare.MAX_TEXT) {
            throw new UnreadableResponseException("gave a text of more than 256 KiB");
        }
    }

    /** Returns the whole text, if the answer is complete; blank for an explicit silence. */
    synchronized Optional<String> text() {
        if (!plain.toString().isBlank()) {
            whole();
        }
        if (error == null && "content_filter".equals(finish)) {
            fail("withheld its answer: content_filter");
        }
        boolean complete = done || finish != null;
        if (error == null && complete && text.toString().isBlank() && !"stop".equals(finish)) {
            fail(
                    finish == null
                            ? "answered nothing that can be understood"
                            : "answered no text, but ended with " + ErrorText.brief(finish));
        }
        return complete && error == null ? Optional.of(text.toString()) : Optional.empty();
    }

    /** Returns the error of the server or of its content, in words that follow "the host". */
    synchronized Optional<String> error() {
        return Optional.ofNullable(error);
    }

    private void whole() {
        String body = plain.toString();
        plain.setLength(0);
        try {
            JsonNode json = MessageJson.MAPPER.readTree(body);
            take(json, json.path("choices").path(0).path("message"));
            done |= text.length() > 0;
        } catch (JsonProcessingException e) {
            fail("answered no JSON: " + ErrorText.of(e));
        }
    }

    private void event(String data) {
        if (data.isEmpty()) {
            return;
        }
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        try {
            JsonNode json = MessageJson.MAPPER.readTree(data);
            take(json, json.path("choices").path(0).path("delta"));
        } catch (JsonProcessingException e) {
            fail("sent a piece that is no JSON: " + ErrorText.of(e));
        }
    }

    private void take(JsonNode json, JsonNode message) {
        if (!json.isObject()) {
            fail("sent a piece that is no JSON object");
            return;
        }
        if (json.hasNonNull("error")) {
            JsonNode found = json.get("error");
            fail(found.isTextual() ? found.textValue() : found.path("message").asText("error"));
        }
        if (message.hasNonNull("refusal") && !message.get("refusal").asText().isEmpty()) {
            fail("refused: " + message.get("refusal").asText());
        }
        content(message.path("content"));
        JsonNode reason = json.path("choices").path(0).path("finish_reason");
        if (!reason.isMissingNode() && !reason.isNull()) {
            finish = reason.asText();
        }
    }

    private void content(JsonNode content) {
        if (content.isTextual()) {
            text.append(content.textValue());
        } else if (content.isArray()) {
            content.forEach(this::part);
        } else if (!content.isMissingNode() && !content.isNull()) {
            fail("answered content that is no text");
        }
    }

    private void part(JsonNode part) {
        if (part.isTextual()) {
            text.append(part.textValue());
        } else if (part.path("text").isTextual()) {
            text.append(part.get("text").textValue());
        } else {
            fail("answered a part of content that is no text");
        }
    }

    private void fail(String what) {
        error = error == null ? what : error;
    }
}
