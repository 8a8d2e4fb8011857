package dev.gateway.postgres.journal;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.engine.StoredBatch;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.postgres.intake.AcceptTask;
import dev.gateway.postgres.intake.AdoptTask.Adoption;
import dev.gateway.postgres.spool.LateStore;
import dev.gateway.postgres.spool.SpooledBatch;
import dev.gateway.postgres.spool.SpooledNotes;
import dev.gateway.postgres.table.LateNotes;
import java.io.IOException;
import java.util.Optional;

/** The storage of batches that waited on the disk. */
final class LateIntake implements LateStore {

    private final Writers writers;
    private final HomeFiles files;
    private final NoteCaches notes;
    private final EventStream events;

    LateIntake(Writers writers, HomeFiles files, NoteCaches notes, EventStream events) {
        this.writers = writers;
        this.files = files;
        this.notes = notes;
        this.events = events;
    }

    @Override
    public void store(SpooledBatch batch) throws IOException, InterruptedException {
        AccountBinding binding = batch.binding();
        String account = binding.account().value();
        InboundBatch messages =
                files.received(
                        binding.account(),
                        new InboundBatch(
                                batch.messages(), Optional.empty(), batch.notes().values()));
        StoredBatch stored =
                writers.of(account)
                        .call(
                                new AcceptTask(
                                        binding,
                                        Adoption.NONE,
                                        messages,
                                        batch.admissions(),
                                        batch.notes().before().map(LateIntake::before)));
        notes.forget(account, batch.notes().values().keySet());
        for (String id : stored.ids()) {
            events.publish(EventType.messageStoredLate(id, binding.name()));
        }
        if (!stored.ids().isEmpty()) {
            writers.wake();
        }
    }

    private static LateNotes.Before before(SpooledNotes.Position position) {
        return new LateNotes.Before(position.epoch(), position.cursor());
    }
}
