package dev.gateway.postgres.journal;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.postgres.intake.AcceptTask;
import dev.gateway.postgres.intake.AdoptTask.Adoption;
import dev.gateway.postgres.spool.LateStore;
import dev.gateway.postgres.spool.SpooledBatch;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The storage of batches that waited on the disk. */
final class LateIntake implements LateStore {

    private final Writers writers;
    private final HomeFiles files;
    private final EventStream events;

    LateIntake(Writers writers, HomeFiles files, EventStream events) {
        this.writers = writers;
        this.files = files;
        this.events = events;
    }

    @Override
    public void store(SpooledBatch batch) throws IOException, InterruptedException {
        AccountBinding binding = batch.binding();
        InboundBatch messages =
                files.received(
                        binding.account(),
                        new InboundBatch(batch.messages(), Optional.empty(), Map.of()));
        AcceptTask.Stored stored =
                writers.of(binding.account().value())
                        .call(new AcceptTask(binding, Adoption.NONE, messages, batch.admissions()));
        for (String id : stored.ids()) {
            events.publish(EventType.messageStoredLate(id, binding.name()));
        }
        if (!stored.ids().isEmpty()) {
            writers.wake();
        }
    }
}
