package dev.gateway.postgres.intake;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.postgres.table.LateNotes;
import dev.gateway.postgres.writer.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The storage of one received batch. */
public final class AcceptTask extends Task<AcceptTask.Stored> {

    private final AccountBinding binding;
    private final AdoptTask.Adoption adoption;
    private final InboundBatch batch;
    private final List<Admission> admissions;
    private final Optional<LateNotes.Before> before;
    private final List<String> ids;

    /**
     * Creates the task.
     *
     * @param adoption the adoption of the account under which it was received
     * @param admissions the decisions on the messages of the batch, in their order
     * @param before the position of the account before the batch, for notes that come late; empty
     *     if nothing tells whether newer ones were stored meanwhile
     */
    public AcceptTask(
            AccountBinding binding,
            AdoptTask.Adoption adoption,
            InboundBatch batch,
            List<Admission> admissions,
            Optional<LateNotes.Before> before) {
        this.binding = binding;
        this.adoption = adoption;
        this.batch = batch;
        this.admissions = List.copyOf(admissions);
        this.before = before;
        // The same at each try: a second one recognises what a first one has stored.
        this.ids = batch.messages().stream().map(ignored -> ItemId.random()).toList();
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    AccountBinding binding() {
        return binding;
    }

    String account() {
        return binding.account().value();
    }

    AdoptTask.Adoption adoption() {
        return adoption;
    }

    InboundBatch batch() {
        return batch;
    }

    Admission admission(int message) {
        return admissions.get(message);
    }

    Optional<LateNotes.Before> before() {
        return before;
    }

    String id(int message) {
        return ids.get(message);
    }

    /**
     * The result of the storage.
     *
     * @param ids the ids of the new messages
     * @param refused the rules that refused the others, one for each
     * @param invited the number of strangers who were answered with a code
     * @param skipped the messages that are too old
     * @param held whether the session still holds the account; otherwise the cursor was not stored,
     *     and notes that replace no newer ones
     */
    public record Stored(
            List<String> ids,
            List<AccessRule> refused,
            int invited,
            Optional<Skipped> skipped,
            boolean held) {}

    /**
     * Messages that are too old.
     *
     * @param messages their number
     * @param oldest the time at which the first of them was sent
     */
    public record Skipped(int messages, Instant oldest) {

        Skipped plus(Instant sentAt) {
            return new Skipped(messages + 1, sentAt.isBefore(oldest) ? sentAt : oldest);
        }
    }
}
