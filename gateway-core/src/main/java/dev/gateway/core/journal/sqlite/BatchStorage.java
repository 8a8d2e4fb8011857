package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.access.PairingAnswer;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.table.AccountTable;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The storage of one received batch, inside a transaction of the caller. */
final class BatchStorage {

    private final JournalDatabase store;
    private final String platform;
    private final String account;
    private final boolean keepsSaid;
    private final long now;
    private final List<String> ids = new ArrayList<>();
    private final List<AccessRule> refused = new ArrayList<>();
    private int invited;

    private BatchStorage(
            JournalDatabase store, String platform, String account, boolean keepsSaid, long now) {
        this.store = store;
        this.platform = platform;
        this.account = account;
        this.keepsSaid = keepsSaid;
        this.now = now;
    }

    /**
     * Stores the admitted messages of a batch, its cursor and its notes.
     *
     * @param keepsSaid whether messages are kept to be quoted
     * @param admissions the decisions on the messages of the batch, in their order
     */
    static Stored store(
            JournalDatabase store,
            String platform,
            String account,
            boolean keepsSaid,
            InboundBatch batch,
            List<Admission> admissions,
            long now)
            throws SQLException {
        var storage = new BatchStorage(store, platform, account, keepsSaid, now);
        for (int i = 0; i < batch.messages().size(); i++) {
            storage.add(batch.messages().get(i), admissions.get(i));
        }
        if (!storage.refused.isEmpty()) {
            store.addRefused(platform, storage.refused.size());
        }
        if (batch.cursor().isPresent()) {
            store.setCursor(account, batch.cursor().get());
        }
        for (Map.Entry<String, String> note : batch.notes().entrySet()) {
            store.setNote(account, note.getKey(), note.getValue());
        }
        return new Stored(storage.ids, storage.refused, storage.invited);
    }

    private void add(InboundMessage message, Admission admission) throws SQLException {
        if (isAdmitted(message, admission.outcome())) {
            String key = AccountTable.dedupKey(platform, account, message.dedupKey());
            OptionalLong row = store.inbox().add(platform, key, message, now);
            if (row.isPresent()) {
                ids.add(store.inbox().id(row.getAsLong()));
                store.conversations().record(platform, message, now);
                if (keepsSaid) {
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

    /** Answers a stranger with a code, unless the limits forbid it. */
    private void invite(InboundMessage message) throws SQLException {
        String name = message.context().senderName();
        Optional<String> code = store.pairings().invite(account, message.sender(), name, now);
        if (code.isPresent()) {
            String text = PairingAnswer.text(message.sender(), code.get());
            store.outbox()
                    .addReply(
                            platform,
                            message,
                            List.of(new MessagePart(text, List.of(), TextFormat.PLAIN)),
                            now);
            invited++;
        }
    }

    /**
     * The result of the storage.
     *
     * @param ids the ids of the new messages
     * @param refused the rules that refused the others, one for each
     * @param invited the number of strangers who were answered with a code
     */
    record Stored(List<String> ids, List<AccessRule> refused, int invited) {

        /** Copies the lists. */
        Stored {
            ids = List.copyOf(ids);
            refused = List.copyOf(refused);
        }
    }
}
