package dev.gateway.postgres.spool;

import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.platform.InboundMessage;
import java.util.List;
import java.util.Objects;

/**
 * The messages and notes of a batch, to be stored late: without the cursor, which may have moved
 * on.
 *
 * @param binding the account, and the rules for its messages
 * @param messages the messages
 * @param admissions the decisions on them, in their order
 * @param notes the notes that came with them
 */
public record SpooledBatch(
        AccountBinding binding,
        List<InboundMessage> messages,
        List<Admission> admissions,
        SpooledNotes notes) {

    /** Copies the lists. */
    public SpooledBatch {
        Objects.requireNonNull(binding, "binding");
        messages = List.copyOf(messages);
        admissions = List.copyOf(admissions);
        if (messages.size() != admissions.size()) {
            throw new IllegalArgumentException(
                    messages.size() + " messages, " + admissions.size() + " admissions");
        }
    }
}
