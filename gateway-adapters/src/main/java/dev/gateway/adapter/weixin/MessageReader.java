package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.MessageContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the messages of one answer; what no user wrote is left out. One thread at a time. */
final class MessageReader {

    private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);
    private static final int FROM_BOT = 2;

    private final Clock clock;
    private final Repeats repeats;

    MessageReader(Clock clock, Repeats repeats) {
        this.clock = clock;
        this.repeats = repeats;
    }

    /** The users' messages among {@code messages}, in their order. */
    List<Received> read(JsonNode messages) {
        var keys = new DedupKeys();
        repeats.nextAnswer();
        List<Received> result = new ArrayList<>();
        for (JsonNode message : messages) {
            String key = repeats.firstKeyOf(message, keys.keyOf(message));
            read(message, key).ifPresent(result::add);
        }
        return result;
    }

    /** One message whose key is known; empty if no user wrote it. */
    Optional<Received> read(JsonNode message, String dedupKey) {
        String sender = JsonFields.text(message, "from_user_id");
        if (sender.isEmpty()
                || sender.endsWith("@im.bot")
                || JsonFields.number(message, "message_type") == FROM_BOT) {
            LOG.debug("Left out {}: not written by a user", dedupKey);
            return Optional.empty();
        }
        long millis = JsonFields.number(message, "create_time_ms");
        return Optional.of(
                new Received(
                        dedupKey,
                        sender,
                        JsonFields.text(message, "group_id"),
                        MessageText.of(message),
                        RemoteFiles.of(message),
                        JsonFields.text(message, "context_token"),
                        millis > 0 ? Instant.ofEpochMilli(millis) : clock.instant(),
                        new MessageContext("", "", Optional.empty(), MessageText.quote(message))));
    }
}
