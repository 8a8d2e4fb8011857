package dev.gateway.postgres.journal;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import dev.gateway.postgres.intake.AcceptTask;
import dev.gateway.postgres.spool.KeptBatch;
import dev.gateway.postgres.spool.Spool;
import dev.gateway.postgres.spool.SpooledBatch;
import dev.gateway.postgres.table.HistoryStatements;
import dev.gateway.postgres.writer.HeldCounts;
import dev.gateway.postgres.writer.PlainTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of one account, from its adoption on. */
final class PostgresAccountJournal implements AccountJournal {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAccountJournal.class);
    private static final int MAX_NOTES = 10_000;
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

    /** The notes that were read or written: this process alone writes them while it holds it. */
    private final Map<String, Optional<String>> notes = new ConcurrentHashMap<>();

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
            Spool spool) {
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
    }

    private String account() {
        return binding.account().value();
    }

    @Override
    public AcceptResult accept(InboundBatch batch, List<Admission> admissions)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        KeptBatch kept = spool.keep(() -> new SpooledBatch(binding, batch.messages(), admissions));
        AcceptTask.Stored stored;
        try {
            awaitRoom(admissions);
            stored = store(batch, admissions, kept);
        } finally {
            kept.leave(); // Does nothing to one that was stored.
        }
        report(stored, (System.nanoTime() - began) / 1000);
        if (!stored.held()) {
            stored.ids()
                    .forEach(id -> events.publish(EventType.messageStoredLate(id, binding.name())));
            String what = batch.notes().isEmpty() ? "cursor of " : "cursor and notes of ";
            events.publish(EventType.writeRefused(what + binding.name()));
            throw new AccountTakenException();
        }
        batch.notes().forEach(this::remember);
        batch.cursor().ifPresent(value -> cursor = Optional.of(value));
        int fresh = stored.ids().size();
        int refused =
                stored.refused().size()
                        + stored.skipped().map(AcceptTask.Skipped::messages).orElse(0);
        return new AcceptResult(fresh, batch.messages().size() - fresh - refused, refused);
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
    private AcceptTask.Stored store(InboundBatch batch, List<Admission> admissions, KeptBatch kept)
            throws IOException, InterruptedException {
        while (true) {
            if (closed || writers.isClosing()) {
                throw writers.closed();
            }
            try {
                InboundBatch shared = files.received(binding.account(), batch);
                var task = new AcceptTask(binding, adoption.get(), shared, admissions);
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

    private static boolean isPassing(IOException failure) {
        Throwable cause = failure instanceof JournalException ? failure : failure.getCause();
        return cause instanceof JournalException journal
                && journal.kind() == JournalException.Kind.PASSING;
    }

    private void report(AcceptTask.Stored stored, long micros) {
        String name = binding.name();
        for (String id : stored.ids()) {
            events.publish(EventType.messageAccepted(id, name, micros));
        }
        for (AccessRule rule : stored.refused()) {
            events.publish(EventType.messageRefused(name, rule.word()));
        }
        for (int i = 0; i < stored.invited(); i++) {
            events.publish(EventType.pairingRequested(name));
        }
        if (stored.skipped().isPresent()) {
            AcceptTask.Skipped skipped = stored.skipped().get();
            LOG.warn(
                    "{} messages of {} are older than its max_age, the first of {}; skipped.",
                    skipped.messages(),
                    name,
                    skipped.oldest());
            events.publish(
                    EventType.messagesSkipped(
                            name, skipped.messages(), skipped.oldest().toString()));
        }
        if (!stored.ids().isEmpty() || stored.invited() > 0) {
            changed.run();
        }
    }

    private void remember(String key, String value) {
        if (notes.size() >= MAX_NOTES) {
            notes.clear();
        }
        notes.put(key, Optional.of(value));
    }

    @Override
    public Optional<String> cursor() {
        return cursor;
    }

    @Override
    public Optional<String> note(String key) {
        Optional<String> known = notes.get(key);
        if (known != null) {
            return known;
        }
        Optional<String> read =
                writers.uninterrupted(
                        account(),
                        () ->
                                new PlainTask<>(
                                        connection ->
                                                HistoryStatements.note(
                                                        connection, account(), key)));
        // A value that was written meanwhile is newer.
        Optional<String> meanwhile = notes.putIfAbsent(key, read);
        return meanwhile == null ? read : meanwhile;
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
        gate.recheck();
    }
}
