package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of one account, from its adoption on. */
final class SqliteAccountJournal implements AccountJournal {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteAccountJournal.class);

    private final AccountBinding binding;
    private final GroupCommit commits;
    private final BackpressureGate gate;
    private final int highWater;
    private final Clock clock;
    private final EventStream events;
    private final Runnable changed;
    private final long epoch;
    private volatile Optional<String> cursor;
    private volatile boolean closed;

    /**
     * Creates the journal of an adopted account.
     *
     * @param highWater the number of its pending messages at which {@link #accept} begins to block
     * @param changed called after each accepted batch with new messages
     * @param epoch the number of this holding
     * @param cursor its cursor at the adoption
     */
    SqliteAccountJournal(
            AccountBinding binding,
            GroupCommit commits,
            BackpressureGate gate,
            int highWater,
            Clock clock,
            EventStream events,
            Runnable changed,
            long epoch,
            Optional<String> cursor) {
        this.binding = binding;
        this.commits = commits;
        this.gate = gate;
        this.highWater = highWater;
        this.clock = clock;
        this.events = events;
        this.changed = changed;
        this.epoch = epoch;
        this.cursor = cursor;
    }

    @Override
    public AcceptResult accept(InboundBatch batch, List<Admission> admissions)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        if (admissions.stream().anyMatch(each -> each.outcome() != Admission.Outcome.REFUSE)) {
            gate.await(
                    () ->
                            closed
                                    || commits.isClosing()
                                    || commits.stats().pending(binding.account().value())
                                            < highWater);
        }
        if (closed || commits.isClosing()) {
            throw commits.closed();
        }
        List<Admission> decided = List.copyOf(admissions);
        BatchStorage.Stored stored =
                commits.call(
                        true,
                        store ->
                                BatchStorage.store(
                                        store, binding, epoch, batch, decided, clock.millis()));
        report(stored, (System.nanoTime() - began) / 1000);
        if (!stored.held()) {
            throw new AccountTakenException();
        }
        batch.cursor().ifPresent(value -> cursor = Optional.of(value));
        int fresh = stored.ids().size();
        int refused =
                stored.refused().size()
                        + stored.skipped().map(BatchStorage.Skipped::messages).orElse(0);
        return new AcceptResult(fresh, batch.messages().size() - fresh - refused, refused);
    }

    private void report(BatchStorage.Stored stored, long micros) {
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
            BatchStorage.Skipped skipped = stored.skipped().get();
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

    @Override
    public Optional<String> cursor() {
        return cursor;
    }

    @Override
    public Optional<String> note(String key) {
        return commits.uninterrupted(false, store -> store.note(binding.account().value(), key));
    }

    @Override
    public Optional<Quote> said(String messageId) {
        return commits.uninterrupted(
                false, store -> store.said().find(binding.account().value(), messageId));
    }

    @Override
    public void close() {
        closed = true;
        gate.recheck();
    }
}
