package dev.gateway.core.message.handler;

import dev.gateway.core.message.MessageHandler.Request;
import dev.gateway.core.message.MessageMemoryShare;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.time.Instant;
import java.util.List;

/** Requests for tests. */
final class RequestFixtures {

    private RequestFixtures() {}

    static Request request(String id, String text, Attachment... attachments) {
        return in("chat", true, id, text, attachments);
    }

    static Request in(
            String conversation, boolean direct, String id, String text, Attachment... with) {
        return new Request(
                id,
                "family",
                new InboundMessage(
                        "key-" + id,
                        conversation,
                        "anna",
                        direct,
                        text,
                        List.of(with),
                        "reply context",
                        Instant.parse("2026-01-01T12:00:00Z")),
                1,
                MessageMemoryShare.standalone());
    }
}
