package dev.gateway.adapter.telegram.outgoing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.config.TextFormat;
import java.util.Optional;

/**
 * A question to the bot in a chat whose member it is not. The answer goes to the question, not to
 * the chat, and there can be only one.
 *
 * @param id the platform's id of the question
 */
public record GuestQuery(String id) {

    private static final String KEY = "guest/";
    private static final int TITLE = 60;

    /** Returns the question of a conversation key; empty for all other conversations. */
    public static Optional<GuestQuery> of(String conversation) {
        return conversation.startsWith(KEY)
                ? Optional.of(new GuestQuery(conversation.substring(KEY.length())))
                : Optional.empty();
    }

    /** Returns the conversation key. */
    public String conversation() {
        return KEY + id;
    }

    /**
     * Returns the body of {@code answerGuestQuery}.
     *
     * @param formatted whether to let the server format the text
     */
    public ObjectNode answer(String text, TextFormat format, boolean formatted) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("guest_query_id", id);
        String line = text.strip().lines().findFirst().orElse("");
        int end =
                line.offsetByCodePoints(0, Math.min(TITLE, line.codePointCount(0, line.length())));
        ObjectNode result =
                body.putObject("result")
                        .put("type", "article")
                        .put("id", "answer")
                        .put("title", line.substring(0, end));
        TextRendering.put(
                result.putObject("input_message_content"), "message_text", text, format, formatted);
        return body;
    }
}
