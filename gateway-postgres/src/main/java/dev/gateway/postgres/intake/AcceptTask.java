package dev.gateway.postgres.intake;

import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.engine.StoredBatch;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.postgres.table.LateNotes;
import dev.gateway.postgres.writer.Task;
import java.util.List;
import java.util.Optional;

/** The storage of one received batch. */
public final class AcceptTask extends Task<StoredBatch> {

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
}
