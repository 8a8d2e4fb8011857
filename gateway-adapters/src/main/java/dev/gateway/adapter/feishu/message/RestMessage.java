package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Quote;
import java.util.Optional;

/** A message in the form in which the platform answers for it, which is not that of its event. */
public final class RestMessage {

    private RestMessage() {}

    static MessageContent content(JsonNode item) {
        if (item.path("deleted").asBoolean()) {
            return FeishuContentParser.parse("deleted message", "", MentionResolver.none());
        }
        return FeishuContentParser.parse(
                item.path("msg_type").asText(),
                item.at("/body/content").asText(),
                new MentionResolver(item.path("mentions"), Optional.of("")));
    }

    /** Returns whether the message forwards others. */
    public static boolean forwardsOthers(JsonNode item) {
        return item.path("msg_type").asText().equals(FeishuContentParser.MERGED);
    }

    /** Returns whether a received text stands for a card that has to be asked for. */
    public static boolean isUnreadCard(String text) {
        return CardTextParser.lacksContent(text);
    }

    /** Returns the author's id: an {@code open_id}, or an app's id. */
    public static String author(JsonNode item) {
        return item.at("/sender/id").asText();
    }

    /** Returns the message as a quote without its author's name. */
    public static Quote quote(JsonNode item) {
        String id = item.path("message_id").asText();
        MessageContent content = content(item);
        return new Quote(
                id,
                author(item),
                "",
                content.text(),
                content.resources().stream()
                        .map(resource -> resource.toRemoteAttachment(id))
                        .toList());
    }
}
