package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.journal.StoredAnswer;
import dev.gateway.core.journal.StoredMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * A message or an answer of the journal, the one like the other.
 *
 * @param id what retry and drop are told
 * @param kind {@code message} or {@code answer}
 * @param platform the account's name
 * @param state pending, in_flight, answered, done, parked or dropped; of an answer to_send or
 *     parked
 * @param conversation where it was said or goes
 * @param sender who said it; empty for an answer
 * @param answers the message that it answers; empty for a message and for one sent by hand
 * @param text what it says
 * @param at since when it is in the journal
 * @param failures how many tries failed
 * @param reason why the last one did
 */
record JournalItem(
        String id,
        String kind,
        String platform,
        String state,
        String conversation,
        Optional<String> sender,
        Optional<String> answers,
        String text,
        Instant at,
        int failures,
        Optional<String> reason) {

    private static final String PARKED = "parked";

    static JournalItem of(StoredMessage message) {
        return new JournalItem(
                message.id(),
                "message",
                message.platform(),
                message.state().wireName(),
                message.conversation(),
                Optional.of(message.sender()),
                Optional.empty(),
                message.text(),
                message.acceptedAt(),
                message.failures(),
                message.reason());
    }

    static JournalItem of(StoredAnswer answer) {
        return new JournalItem(
                answer.id(),
                "answer",
                answer.platform(),
                answer.parked() ? PARKED : "to_send",
                answer.conversation(),
                Optional.empty(),
                answer.messageId(),
                answer.text(),
                answer.createdAt(),
                answer.failures(),
                answer.reason());
    }

    boolean isParked() {
        return state.equals(PARKED);
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("kind", kind)
                .put("platform", platform)
                .put("state", state)
                .put("conversation", conversation)
                .put("sender", sender.orElse(null))
                .put("answers", answers.orElse(null))
                .put("text", text)
                .put("at", at.toString())
                .put("failures", failures)
                .put("reason", reason.orElse(null));
    }
}
