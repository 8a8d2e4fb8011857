package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.access.PairingAnswer;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.engine.StoredBatch;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The storage of one received batch, inside a transaction of the caller. */
final class BatchStorage {

    private final JournalDatabase store;
    private final AccountBinding binding;
    private final String account;
    private final long now;
    private final List<String> ids = new ArrayList<>();
    private final List<AccessRule> refused = new ArrayList<>();
    private int invited;
    private int skipped;
    private Instant oldest = Instant.MAX;

    private BatchStorage(JournalDatabase store, AccountBinding binding, long now) {
        this.store = store;
        this.binding = binding;
        this.account = binding.account().value();
        this.now = now;
    }

    /**
     * Stores the admitted messages of a batch, and its cursor and its notes if this session still
     * holds the account.
     *
     * @param binding the account, and the rules for its messages
     * @param epoch the number of the holding
     * @param admissions the decisions on the messages of the batch, in their order
     */
    static StoredBatch store(
            JournalDatabase store,
            AccountBinding binding,
            long epoch,
            InboundBatch batch,
            List<Admission> admissions,
            long now)
            throws SQLException {
        var storage = new BatchStorage(store, binding, now);
        for (int i = 0; i < batch.messages().size(); i++) {
            storage.add(batch.messages().get(i), admissions.get(i));
        }
        int left = storage.refused.size() + storage.skipped;
        if (left > 0) {
            store.addRefused(storage.account, left);
        }
        boolean held = store.accounts().isHeld(binding, epoch, now);
        if (held) {
            storage.storePosition(batch);
        }
        Optional<StoredBatch.Skipped> skipped =
                storage.skipped == 0
                        ? Optional.empty()
                        : Optional.of(new StoredBatch.Skipped(storage.skipped, storage.oldest));
        return new StoredBatch(storage.ids, storage.refused, storage.invited, skipped, held);
    }

    private void storePosition(InboundBatch batch) throws SQLException {
        if (batch.cursor().isPresent()) {
            store.setCursor(account, batch.cursor().get());
        }
        for (Map.Entry<String, String> note : batch.notes().entrySet()) {
            store.setNote(account, note.getKey(), note.getValue());
        }
    }

    private void add(InboundMessage message, Admission admission) throws SQLException {
        if (isAdmitted(message, admission.outcome()) || isPartOfAdmitted(message, admission)) {
            String key = message.dedupKey();
            if (isTooOld(message) && !store.inbox().knows(account, key)) {
                skipped++;
                oldest = message.sentAt().isBefore(oldest) ? message.sentAt() : oldest;
                return;
            }
            Optional<String> id = store.inbox().add(account, key, message, now);
            if (id.isPresent()) {
                ids.add(id.get());
                store.conversations().record(account, message, now);
                if (binding.keepsSaid()) {
                    store.said().received(account, message, now);
                }
            }
            return;
        }
        refused.add(admission.rule());
        if (admission.outcome() == Outcome.ACCEPT_IF_PAIRED_OR_INVITE) {
            invite(message);
        }
    }

    private boolean isAdmitted(InboundMessage message, Outcome outcome) throws SQLException {
        return switch (outcome) {
            case ACCEPT -> true;
            case REFUSE -> false;
            case ACCEPT_IF_PAIRED, ACCEPT_IF_PAIRED_OR_INVITE ->
                    store.pairings().isPaired(account, message.sender());
        };
    }

    /**
     * Returns whether a message without a mention of the bot is a part of one that addresses the
     * bot: of its album, or the rest of a text that the platform has cut.
     */
    private boolean isPartOfAdmitted(InboundMessage message, Admission admission)
            throws SQLException {
        return admission.outcome() == Outcome.REFUSE
                && admission.rule() == AccessRule.NOT_ADDRESSED
                && store.inbox().isPartOfPending(account, message, now);
    }

    private boolean isTooOld(InboundMessage message) {
        return binding.maxAge()
                .filter(most -> message.sentAt().isBefore(Instant.ofEpochMilli(now).minus(most)))
                .isPresent();
    }

    /** Answers a stranger with a code, unless the limits forbid it. */
    private void invite(InboundMessage message) throws SQLException {
        String name = message.context().senderName();
        Optional<String> code = store.pairings().invite(account, message.sender(), name, now);
        if (code.isPresent()) {
            String text = PairingAnswer.text(message.sender(), code.get());
            store.outbox()
                    .addReply(
                            account,
                            message,
                            List.of(new MessagePart(text, List.of(), TextFormat.PLAIN)),
                            now);
            invited++;
        }
    }
}
