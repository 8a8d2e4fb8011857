package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.adapter.weixin.media.CdnFileExtractor;
import dev.gateway.core.platform.MessageContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parser of the messages in a response; it skips messages that no user wrote. Not thread-safe.
 */
final class WeixinMessageParser {

    private static final Logger LOG = LoggerFactory.getLogger(WeixinMessageParser.class);
    private static final int FROM_BOT = 2;

    private final Clock clock;
    private final DuplicateDetector duplicates;

    WeixinMessageParser(Clock clock, DuplicateDetector duplicates) {
        this.clock = clock;
        this.duplicates = duplicates;
    }

    /** Returns the users' messages among {@code messages}, in their order. */
    List<WeixinReceivedMessage> parse(JsonNode messages) {
        var keys = new DedupKeyGenerator();
        duplicates.beginResponse();
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
        long millis = JsonFields.number(message, "create_time_ms");
        return Optional.of(
                new WeixinReceivedMessage(
                        dedupKey,
                        sender,
                        JsonFields.text(message, "group_id"),
                        MessageTextExtractor.of(message),
                        CdnFileExtractor.of(message),
                        JsonFields.text(message, "context_token"),
                        millis > 0 ? Instant.ofEpochMilli(millis) : clock.instant(),
                        MessageContext.builder()
                                .replyTo(MessageTextExtractor.quote(message))
                                .build()));
    }
}
