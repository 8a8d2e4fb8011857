package dev.gateway.core.journal.sqlite;

import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.token.TokenLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in one SQLite file: write-ahead log, every commit of a message waits for the disk, one
 * thread writes. Only the process that holds the home's instance lock may open one; those that held
 * it before finish their work on theirs, and others use {@link SqliteJournalAdmin} on the same file
 * at the same time, which SQLite's own locks allow.
 *
 * <p>Never open the file with {@code java.nio} in the same process: closing such a channel drops
 * SQLite's locks.
 */
public final class SqliteJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);

    private final GroupCommit commits;
    private final JournalSettings settings;
    private final Clock clock;
    private final EventStream events;
    private final List<Runnable> listeners;
    private final BackpressureGate gate = new BackpressureGate();
    private final ParkedRowReporter parkedRows;
    private final AccountNames names = new AccountNames();
    private final Inbox inbox;
    private final Outbox outbox;
    private final History history;

    private SqliteJournal(
            GroupCommit commits,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            List<Runnable> listeners) {
        this.commits = commits;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.listeners = listeners;
        this.parkedRows = new ParkedRowReporter(events, names::name);
        this.inbox =
                new TransactionalInbox(commits, clock, gate::recheck, parkedRows, names, events);
        this.outbox = new TransactionalOutbox(commits, clock, parkedRows, names);
        this.history = new TransactionalHistory(commits, clock, names);
    }

    /**
     * Opens or creates the file for a process that shares it with none. A damaged file is moved
     * aside with a time stamp, its readable content is copied, and {@link #replaced()} reports it
     * until an operator acknowledges it.
     *
     * @throws NewerJournalException if a newer gateway has written the file
     * @throws IOException if it cannot be opened or created for another reason
     */
    public static SqliteJournal open(
            Path file, JournalSettings settings, Clock clock, EventStream events)
            throws IOException {
        return open(file, settings, clock, events, SessionLiveness.alone(), () -> false);
    }

    /**
     * Opens or creates the file like the other method, and returns what ended sessions had in
     * flight to the queues. In a home that is known to have had a journal, one lost without a trace
     * is reported like a damaged one.
     *
     * @param sessions the session of this process, and the word on those of others
     * @param hadOne tells whether the home had a journal; asked only if there is none, or an empty
     *     one
     */
    public static SqliteJournal open(
            Path file,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            SessionLiveness sessions,
            BooleanSupplier hadOne)
            throws IOException {
        long started = System.nanoTime();
        var opener =
                new DatabaseOpener(
                        new DatabaseFiles(file), settings, clock, events, sessions.self(), hadOne);
        JournalDatabase store = opener.open();
        List<Runnable> listeners = new CopyOnWriteArrayList<>();
        try {
            CrashRecovery.Recovered recovered =
                    CrashRecovery.atOpen(store, sessions, clock.millis());
            var maintenance = new JournalMaintenance(settings, clock);
            var others = new OtherSessions(sessions, clock, events);
            var journal =
                    new SqliteJournal(
                            new GroupCommit(
                                    opener,
                                    store,
                                    maintenance,
                                    others,
                                    () -> listeners.forEach(Runnable::run)),
                            settings,
                            clock,
                            events,
                            listeners);
            journal.announce(
                    opener.path(), recovered, Duration.ofNanos(System.nanoTime() - started));
            others.report(recovered);
            return journal;
        } catch (SQLException e) {
            try {
                store.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw SqliteErrorKind.describe(opener.path(), e);
        }
    }

    @Override
    public void prepare(AccountBinding binding) {
        commits.uninterrupted(
                true,
                store -> {
                    store.accounts().bind(binding);
                    return null;
                });
        names.bind(binding);
    }

    @Override
    public AccountJournal adopt(TokenLease lease, AccountBinding binding) {
        Adopted adopted =
                commits.uninterrupted(false, store -> adopt(store, lease, binding, clock.millis()))
                        .orElseThrow(() -> new UncheckedIOException(new AccountTakenException()));
        names.bind(binding);
        return new SqliteAccountJournal(
                binding,
                commits,
                gate,
                settings.highWater(),
                clock,
                events,
                () -> listeners.forEach(Runnable::run),
                adopted.epoch(),
                adopted.cursor());
    }

    /** Adopts an account unless its token was lost: its next holder must not lose it again. */
    private static Optional<Adopted> adopt(
            JournalDatabase store, TokenLease lease, AccountBinding binding, long now)
            throws SQLException {
        if (!lease.isValid()) {
            return Optional.empty();
        }
        store.accounts().bind(binding);
        long epoch = store.accounts().hold(binding.account(), lease.epoch(), now);
        return Optional.of(new Adopted(epoch, store.cursor(binding.account().value())));
    }

    @Override
    public MessageCounts counts() {
        return commits.stats().counts();
    }

    @Override
    public Optional<Instant> oldestPending() {
        return commits.oldestPending();
    }

    @Override
    public Optional<QuarantinedDatabase> replaced() {
        return commits.stats().replaced();
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public Set<String> attachments() throws IOException, InterruptedException {
        return commits.call(false, JournalDatabase::attachments);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        commits.beginClosing();
        gate.recheck();
        commits.close();
    }

    @Override
    public void yieldMaintenance() throws IOException, InterruptedException {
        commits.yieldMaintenance();
    }

    @Override
    public void takeMaintenance() {
        commits.takeMaintenance();
    }

    /** Returns the number of transactions committed so far, for measurements of group commit. */
    public long transactions() {
        return commits.commits();
    }

    /** An account that this session has adopted. */
    private record Adopted(long epoch, Optional<String> cursor) {}

    private void announce(Path file, CrashRecovery.Recovered recovered, Duration took) {
        MessageCounts counts = counts();
        if (recovered.requeued() > 0 || recovered.resending() > 0) {
            LOG.info(
                    "Recovered {}: {} messages were in flight and {} answers were being sent when"
                            + " the gateway ended.",
                    file,
                    recovered.requeued(),
                    recovered.resending());
        }
        events.publish(
                EventType.journalOpened(
                        file.toString(),
                        Schema.version(),
                        recovered.requeued(),
                        recovered.resending(),
                        counts.pending(),
                        counts.outbox(),
                        took));
    }
}
