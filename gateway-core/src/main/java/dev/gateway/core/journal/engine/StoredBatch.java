package dev.gateway.core.journal.engine;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result of storing a received batch.
 *
 * @param ids the ids of the new messages
 * @param refused the rules that refused the others, one for each
 * @param invited the number of strangers who were answered with a code
 * @param skipped the messages that are too old
 * @param held whether the session still holds the account; the cursor was not stored otherwise
 */
public record StoredBatch(
        List<String> ids,
        List<AccessRule> refused,
        int invited,
        Optional<Skipped> skipped,
        boolean held) {

    private static final Logger LOG = LoggerFactory.getLogger(StoredBatch.class);

    /** Copies the lists. */
    public StoredBatch {
        ids = List.copyOf(ids);
        refused = List.copyOf(refused);
    }

    /** Returns whether there is new work: messages to handle, or answers to strangers to send. */
    public boolean hasNewWork() {
        return !ids.isEmpty() || invited > 0;
    }

    /** Returns the result for the adapter that received so many messages. */
    public AcceptResult result(int received) {
        int left = refused.size() + skipped.map(Skipped::messages).orElse(0);
        return new AcceptResult(ids.size(), received - ids.size() - left, left);
    }

    /**
     * Publishes what became of each message.
     *
     * @param name the name of the account
     * @param micros the time that the storage took
     */
    public void publish(EventStream events, String name, long micros) {
        for (String id : ids) {
            events.publish(EventType.messageAccepted(id, name, micros));
        }
        for (AccessRule rule : refused) {
            events.publish(EventType.messageRefused(name, rule.word()));
        }
        for (int i = 0; i < invited; i++) {
            events.publish(EventType.pairingRequested(name));
        }
        if (skipped.isPresent()) {
            Skipped old = skipped.get();
            LOG.warn(
                    "{} messages of {} are older than its max_age, the first of {}; skipped.",
                    old.messages(),
                    name,
                    old.oldest());
            events.publish(
                    EventType.messagesSkipped(name, old.messages(), old.oldest().toString()));
        }
    }

    /**
     * Messages that are too old.
     *
     * @param messages their number
     * @param oldest the time at which the first of them was sent
     */
    public record Skipped(int messages, Instant oldest) {

        /** Returns them with a further one. */
        public Skipped plus(Instant sentAt) {
            return new Skipped(messages + 1, sentAt.isBefore(oldest) ? sentAt : oldest);
        }
    }
}
