package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.adapter.weixin.content.QuoteReader;
import dev.gateway.adapter.weixin.content.WeixinContent;
import dev.gateway.adapter.weixin.media.CdnFile;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parser of the messages in a response. It skips messages that no user wrote, and those that are
 * still being generated: the platform delivers them again when they are finished. Not thread-safe.
 */
final class WeixinMessageParser {

    private static final Logger LOG = LoggerFactory.getLogger(WeixinMessageParser.class);
    private static final int FROM_BOT = 2;
    private static final int GENERATING = 1;

    private final Clock clock;
    private final DuplicateDetector duplicates;
    private final QuoteReader quotes;

    /** The messages of this response by their id, which are not stored yet. */
    private final Map<String, Quote> ofThisResponse = new HashMap<>();

    /** Creates a parser that looks quoted messages up by their id. */
    WeixinMessageParser(
            Clock clock, DuplicateDetector duplicates, Function<String, Optional<Quote>> said) {
        this.clock = clock;
        this.duplicates = duplicates;
        this.quotes =
                new QuoteReader(
                        id -> Optional.ofNullable(ofThisResponse.get(id)).or(() -> said.apply(id)));
    }

    /** Returns the users' messages among {@code messages}, in their order. */
    List<WeixinReceivedMessage> parse(JsonNode messages) {
        var keys = new DedupKeyGenerator();
        duplicates.beginResponse();
        ofThisResponse.clear();
        List<WeixinReceivedMessage> result = new ArrayList<>();
        for (JsonNode message : messages) {
            String key = duplicates.firstKeyOf(message, keys.keyOf(message));
            parse(message, key).ifPresent(result::add);
        }
        return result;
    }

    /** Returns one message whose key is known; empty if no user wrote it. */
    Optional<WeixinReceivedMessage> parse(JsonNode message, String dedupKey) {
        String sender = JsonFields.text(message, "from_user_id");
        if (sender.isEmpty()
                || sender.endsWith("@im.bot")
                || JsonFields.number(message, "message_type") == FROM_BOT) {
            LOG.debug("Left out {}: not written by a user", dedupKey);
            return Optional.empty();
        }
        if (JsonFields.number(message, "message_state") == GENERATING) {
            LOG.info("Left out {}: it is not finished and will come again", dedupKey);
            return Optional.empty();
        }
        long millis = JsonFields.number(message, "create_time_ms");
        WeixinContent content = WeixinContent.of(message);
        String id = messageId(message);
        MessageContext context =
                MessageContext.builder()
                        .kind(content.kind())
                        .replyTo(quotes.read(message))
                        .messageId(id)
                        .build();
        remember(id, sender, content);
        return Optional.of(
                new WeixinReceivedMessage(
                        dedupKey,
                        sender,
                        JsonFields.text(message, "group_id"),
                        content.text(),
                        content.files(),
                        JsonFields.text(message, "context_token"),
                        millis > 0 ? Instant.ofEpochMilli(millis) : clock.instant(),
                        context));
    }

    private void remember(String id, String sender, WeixinContent content) {
        if (!id.isEmpty()) {
            List<RemoteAttachment> files =
                    content.files().stream().map(CdnFile::toRemoteAttachment).toList();
            ofThisResponse.put(id, new Quote(id, sender, "", content.text(), files));
        }
    }

    /** Returns the id by which a quote refers to the message. */
    private static String messageId(JsonNode message) {
        String id = JsonFields.id(message, "message_id");
        return id.isEmpty() ? JsonFields.id(message.path("item_list").path(0), "msg_id") : id;
    }
}
