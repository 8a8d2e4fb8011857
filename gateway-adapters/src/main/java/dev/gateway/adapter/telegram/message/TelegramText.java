package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;

/**
 * The text or caption of a message.
 *
 * @param plain the text as it was written
 * @param entities its marked parts, in order
 * @param marked whether the platform marked its parts: a text without this list was read by no
 *     server, so mentions in it are recognised by their form
 */
record TelegramText(String plain, List<MessageEntity> entities, boolean marked) {

    /** Returns the text or the caption of a message; empty for all others. */
    static TelegramText of(JsonNode message) {
        String text = message.path("text").asText("");
        boolean caption = text.isEmpty();
        String plain = caption ? message.path("caption").asText("") : text;
        JsonNode entities = message.path(caption ? "caption_entities" : "entities");
        return new TelegramText(plain, MessageEntity.of(entities, plain), entities.isArray());
    }

    /** Returns the text with the address behind each link that does not show it. */
    String withLinks() {
        List<MessageEntity> links =
                entities.stream()
                        .filter(entity -> entity.type().equals("text_link"))
                        .filter(entity -> !entity.url().isBlank())
                        .sorted(Comparator.comparingInt(MessageEntity::end))
                        .toList();
        StringBuilder shown = new StringBuilder();
        int done = 0;
        for (MessageEntity link : links) {
            shown.append(plain, done, link.end());
            shown.append(LinkText.behind(link.of(plain), link.url()));
            done = link.end();
        }
        return shown.append(plain.substring(done)).toString();
    }
}
