package dev.gateway.postgres.journal;

import dev.gateway.core.access.Admission;
import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.engine.StoredBatch;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import dev.gateway.postgres.intake.AcceptTask;
import dev.gateway.postgres.intake.AdoptTask;
import dev.gateway.postgres.spool.KeptBatch;
import dev.gateway.postgres.spool.Spool;
import dev.gateway.postgres.spool.SpooledBatch;
import dev.gateway.postgres.spool.SpooledNotes;
import dev.gateway.postgres.table.HistoryStatements;
import dev.gateway.postgres.table.LateNotes;
import dev.gateway.postgres.writer.HeldCounts;
import dev.gateway.postgres.writer.PlainTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of one account, from its adoption on. */
final class PostgresAccountJournal implements AccountJournal {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAccountJournal.class);
    private static final long PAUSE_MILLIS = 100;

    private final AccountBinding binding;
    private final Writers writers;
    private final HeldCounts counts;
    private final BackpressureGate gate;
    private final int highWater;
    private final EventStream events;
    private final Runnable changed;
    private final PendingAdoption adoption;
    private final HomeFiles files;
    private final Spool spool;

    private final NoteCaches caches;
    private final NoteCache notes;

    private volatile Optional<String> cursor;
    private volatile boolean closed;

    /**
     * Creates the journal of an adopted account.
     *
     * @param highWater the number of its pending messages at which {@link #accept} begins to block
     * @param changed called after each accepted batch with new messages
     */
    PostgresAccountJournal(
            AccountBinding binding,
            Writers writers,
            HeldCounts counts,
            BackpressureGate gate,
            int highWater,
            EventStream events,
            Runnable changed,
            PendingAdoption adoption,
            Optional<String> cursor,
            HomeFiles files,
            Spool spool,
            NoteCaches caches) {
        this.binding = binding;
        this.writers = writers;
        this.counts = counts;
        this.gate = gate;
        this.highWater = highWater;
        this.events = events;
        this.changed = changed;
        this.adoption = adoption;
        this.files = files;
        this.spool = spool;
        this.cursor = cursor;
        this.caches = caches;
        this.notes = caches.open(account());
    }

    private String account() {
        return binding.account().value();
    }

    @Override
    public AcceptResult accept(InboundBatch batch, List<Admission> admissions)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Optional<String> from = cursor;
        KeptBatch kept = spool.keep(() -> spooled(batch, admissions, from));
        StoredBatch stored;
        try {
            awaitRoom(admissions);
            stored = store(batch, admissions, from, kept);
        } finally {
            kept.leave(); // Does nothing to one that was stored.
        }
        stored.publish(events, binding.name(), (System.nanoTime() - began) / 1000);
        if (stored.hasNewWork()) {
            changed.run();
        }
        if (!stored.held()) {
            stored.ids()
                    .forEach(id -> events.publish(EventType.messageStoredLate(id, binding.name())));
            events.publish(EventType.writeRefused("cursor of " + binding.name()));
            throw new AccountTakenException();
        }
        batch.notes().forEach(notes::put);
        batch.cursor().ifPresent(value -> cursor = Optional.of(value));
        return stored.result(batch.messages().size());
    }

    private SpooledBatch spooled(
            InboundBatch batch, List<Admission> admissions, Optional<String> from) {
        Optional<SpooledNotes.Position> position =
                before(batch, from)
                        .map(known -> new SpooledNotes.Position(known.epoch(), known.cursor()));
        return new SpooledBatch(
                binding, batch.messages(), admissions, new SpooledNotes(batch.notes(), position));
    }

    /** Returns the position before a batch with notes, if the batch moves it. */
    private Optional<LateNotes.Before> before(InboundBatch batch, Optional<String> from) {
        if (batch.notes().isEmpty() || batch.cursor().isEmpty() || batch.cursor().equals(from)) {
            return Optional.empty();
        }
        return adoption.epoch().map(epoch -> new LateNotes.Before(epoch, from));
    }

    private void awaitRoom(List<Admission> admissions) throws InterruptedException {
        if (admissions.stream().anyMatch(each -> each.outcome() != Admission.Outcome.REFUSE)) {
            gate.await(
                    () -> closed || writers.isClosing() || counts.pending(account()) < highWater);
        }
    }

    /**
     * Stores the batch, however long the database is away: the platform may give it only once. If
     * that takes long it is on the disk as well, and if the journal closes meanwhile, there alone.
     */
    private StoredBatch store(
            InboundBatch batch, List<Admission> admissions, Optional<String> from, KeptBatch kept)
            throws IOException, InterruptedException {
        while (true) {
            if (closed || writers.isClosing()) {
                throw writers.closed();
            }
            try {
                InboundBatch shared = files.received(binding.account(), batch);
                AdoptTask.Adoption held = adoption.get();
                var task = new AcceptTask(binding, held, shared, admissions, before(batch, from));
                if (!batch.notes().isEmpty()) {
                    // Also if no caller waits any more, and the account is adopted again.
                    task.result().thenAccept(stored -> forgetLateNotes(stored, batch));
                }
                writers.of(account()).submit(task);
                return kept.await(task.result());
            } catch (IOException e) {
                boolean ends = closed || writers.isClosing();
                if (!ends && !isPassing(e)) {
                    kept.discard();
                    throw e;
                }
                if (!ends) {
                    LOG.warn("{} Messages of {} wait for it.", e.getMessage(), binding.name());
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    private void forgetLateNotes(StoredBatch stored, InboundBatch batch) {
        if (!stored.held()) {
            caches.forget(account(), batch.notes().keySet());
        }
    }

    private static boolean isPassing(IOException failure) {
        Throwable cause = failure instanceof JournalException ? failure : failure.getCause();
        return cause instanceof JournalException journal
                && journal.kind() == JournalException.Kind.PASSING;
    }

    @Override
    public Optional<String> cursor() {
        return cursor;
    }

    @Override
    public Optional<String> note(String key) {
        return notes.get(
                key,
                () ->
                        writers.uninterrupted(
                                account(),
                                () ->
                                        new PlainTask<>(
                                                connection ->
                                                        HistoryStatements.note(
                                                                connection, account(), key))));
    }

    @Override
    public Optional<Quote> said(String messageId) {
        return writers.uninterrupted(
                account(),
                () ->
                        new PlainTask<>(
                                connection ->
                                        HistoryStatements.said(connection, account(), messageId)));
    }

    @Override
    public void close() {
        closed = true;
        caches.close(account(), notes);
        gate.recheck();
    }
}
