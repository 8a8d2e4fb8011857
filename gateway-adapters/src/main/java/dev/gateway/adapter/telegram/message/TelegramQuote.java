package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.util.List;
import java.util.Optional;

/** The messages that a message answers, quotes or forwards. */
public final class TelegramQuote {

    private TelegramQuote() {}

    /**
     * Returns what a message answers or quotes: a message of the same chat, one of another chat, or
     * a story. A reply in a topic may name the message that created the topic, which is none.
     */
    public static Optional<Quote> of(JsonNode message) {
        JsonNode answered = message.path("reply_to_message");
        JsonNode external = message.path("external_reply");
        JsonNode story = message.path("reply_to_story");
        String part = message.path("quote").path("text").asText("");
        if (answered.isObject() && !beginsTopic(message)) {
            return Optional.of(of(answered, TelegramAuthor.of(answered), part));
        }
        if (external.isObject()) {
            return Optional.of(
                    of(external, TelegramAuthor.ofOrigin(external.path("origin")), part));
        }
        if (story.isObject()) {
            return Optional.of(
                    new Quote(
                            "",
                            story.path("chat").path("id").asText(""),
                            TelegramAuthor.name(story.path("chat")),
                            ContentPlaceholder.story(story),
                            List.of()));
        }
        return part.isEmpty()
                ? Optional.empty()
                : Optional.of(new Quote("", "", "", part, List.of()));
    }

    /** Returns the quote of a whole message. */
    public static Quote whole(JsonNode message) {
        return of(message, TelegramAuthor.of(message), "");
    }

    /** Returns the original author of a forwarded message; empty if it is not forwarded. */
    public static String forwardedFrom(JsonNode message) {
        JsonNode origin = message.path("forward_origin");
        String name = TelegramAuthor.ofOrigin(origin).name();
        String signature = origin.path("author_signature").asText("");
        if (name.isEmpty() || signature.isEmpty()) {
            return name.isEmpty() ? signature : name;
        }
        return name + " (" + signature + ")";
    }

    /**
     * Returns whether a message names the beginning of its topic instead of an answered message.
     */
    static boolean beginsTopic(JsonNode message) {
        JsonNode answered = message.path("reply_to_message");
        JsonNode thread = message.path("message_thread_id");
        boolean first =
                message.path("is_topic_message").asBoolean()
                        && thread.isIntegralNumber()
                        && thread.asLong() == answered.path("message_id").asLong(-1);
        return answered.has("forum_topic_created") || first && !answered.has("text");
    }

    private static Quote of(JsonNode message, TelegramAuthor author, String part) {
        TelegramContent content = TelegramContent.of(message);
        List<RemoteAttachment> files = content.files();
        return new Quote(
                message.path("message_id").asText(""),
                author.id(),
                author.name(),
                part.isEmpty() ? content.text() : part,
                files);
    }
}
