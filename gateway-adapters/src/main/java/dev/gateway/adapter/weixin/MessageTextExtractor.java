package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.platform.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The extractor of a message's text: its text items, transcripts of its voice items, and its quote,
 * each line of that after {@code "> "}.
 */
final class MessageTextExtractor {

    private static final int DEEPEST_QUOTE = 3;

    private MessageTextExtractor() {}

    static String of(JsonNode message) {
        List<String> parts = new ArrayList<>();
        addQuote(message.path("ref_msg"), parts, 0);
        for (JsonNode item : message.path("item_list")) {
            addItem(item, parts, 0);
        }
        return String.join("\n", parts);
    }

    /**
     * Returns the quote of a message. The newest clients send only its id, and its author is never
     * known.
     */
    static Optional<Quote> quote(JsonNode message) {
        List<JsonNode> places = new ArrayList<>(List.of(message));
        message.path("item_list").forEach(places::add);
        for (JsonNode place : places) {
            JsonNode quote = place.path("ref_msg");
            List<String> words = new ArrayList<>();
            add(JsonFields.text(quote, "title"), words);
            addItem(quote.path("message_item"), words, 1);
            String id = JsonFields.id(quote, "svr_id");
            if (!words.isEmpty() || !id.isEmpty()) {
                return Optional.of(new Quote(id, "", "", String.join("\n", words), List.of()));
            }
        }
        return Optional.empty();
    }

    private static void addItem(JsonNode item, List<String> parts, int depth) {
        addQuote(item.path("ref_msg"), parts, depth);
        add(JsonFields.text(item.path("text_item"), "text"), parts);
        add(JsonFields.text(item.path("voice_item"), "text"), parts);
    }

    /** Adds the quote; nothing if the client sent only its id. */
    private static void addQuote(JsonNode quote, List<String> parts, int depth) {
        if (depth >= DEEPEST_QUOTE) {
            return;
        }
        List<String> quoted = new ArrayList<>();
        add(JsonFields.text(quote, "title"), quoted);
        addItem(quote.path("message_item"), quoted, depth + 1);
        if (!quoted.isEmpty()) {
            parts.add(
                    String.join("\n", quoted)
                            .lines()
                            .map(line -> "> " + line)
                            .collect(Collectors.joining("\n")));
        }
    }

    private static void add(String text, List<String> parts) {
        if (!text.isEmpty()) {
            parts.add(text);
        }
    }
}
