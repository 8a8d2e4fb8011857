package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.Admission;
import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.engine.StoredBatch;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The journal of one account, from its adoption on. */
final class SqliteAccountJournal implements AccountJournal {

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
        StoredBatch stored =
                commits.call(
                        true,
                        store ->
                                BatchStorage.store(
                                        store, binding, epoch, batch, decided, clock.millis()));
        stored.publish(events, binding.name(), (System.nanoTime() - began) / 1000);
        if (stored.hasNewWork()) {
            changed.run();
        }
        if (!stored.held()) {
            throw new AccountTakenException();
        }
        batch.cursor().ifPresent(value -> cursor = Optional.of(value));
        return stored.result(batch.messages().size());
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
