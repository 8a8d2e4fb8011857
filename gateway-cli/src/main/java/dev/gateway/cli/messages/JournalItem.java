package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.journal.AccountLabel;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * A message or an answer of the journal in a common form.
 *
 * @param id the id that retry and drop take
 * @param kind {@code message} or {@code answer}
 * @param account its account
 * @param state pending, in_flight, answered, done, parked or dropped; of an answer to_send or
 *     parked
 * @param conversation the conversation that it came from or goes to
 * @param sender the sender of a message; empty for an answer
 * @param answers the id of the answered message; empty for a message and for a text sent by hand
 * @param text its text
 * @param at the time of its insertion
 * @param failures the number of failed attempts
 * @param reason the reason of the last failure
 */
record JournalItem(
        String id,
        String kind,
        AccountLabel account,
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
                message.account(),
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
                answer.account(),
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
                .put("platform", account.name())
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
