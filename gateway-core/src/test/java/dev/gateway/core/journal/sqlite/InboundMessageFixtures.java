package dev.gateway.core.journal.sqlite;

import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages for tests. */
public final class InboundMessageFixtures {

    private InboundMessageFixtures() {}

    /** Returns a message of that key in that conversation; its text is the key. */
    public static InboundMessage message(String key, String conversation) {
        return new InboundMessage(
                key,
                conversation,
                "user",
                true,
                key,
                List.of(),
                "context-" + key,
                Instant.ofEpochSecond(1));
    }

    /** Returns a batch of messages in one conversation, without cursor. */
    public static InboundBatch in(String conversation, String... keys) {
        List<InboundMessage> messages =
                List.of(keys).stream().map(key -> message(key, conversation)).toList();
        return new InboundBatch(messages, Optional.empty(), Map.of());
    }
}
