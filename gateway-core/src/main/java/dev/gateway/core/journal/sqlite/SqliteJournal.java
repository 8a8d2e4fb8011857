package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.table.ParkedRowReporter;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.Quote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in one SQLite file: write-ahead log, every commit of a message waits for the disk, one
 * thread writes. Only the process that holds the home's instance lock may open one; others use
 * {@link JournalAdmin} on the same file at the same time, which SQLite's own locks allow.
 *
 * <p>Never open the file with {@code java.nio} in the same process: closing such a channel drops
 * SQLite's locks.
 */
public final class SqliteJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);

    /**
     * The number of gateway crashes with a message in flight from which the message is the suspect.
     */
    private static final int SUSPECT_CRASHES = 10;

    private final GroupCommit commits;
    private final JournalSettings settings;
    private final Clock clock;
    private final EventStream events;
    private final List<Runnable> listeners;
    private final BackpressureGate gate = new BackpressureGate();
    private final ParkedRowReporter parkedRows;
    private final Map<String, AccountBinding> bindings = new ConcurrentHashMap<>();
    private final Inbox inbox;
    private final Outbox outbox;
    private final History history;
    private volatile boolean closed;

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
        this.parkedRows = new ParkedRowReporter(events);
        this.inbox =
                new TransactionalInbox(
                        commits, clock, gate::recheck, parkedRows, this::burstWindows, events);
        this.outbox = new TransactionalOutbox(commits, clock, parkedRows, this::binding);
        this.history = new TransactionalHistory(commits, clock);
    }

    /**
     * Opens or creates the file and returns messages in flight at the end of the previous process
     * to the queue. A damaged file is moved aside with a time stamp, its readable content is
     * copied, and {@link #replaced()} reports it until an operator acknowledges it.
     *
     * @throws NewerJournalException if a newer gateway has written the file
     * @throws IOException if it cannot be opened or created for another reason
     */
    public static SqliteJournal open(
            Path file, JournalSettings settings, Clock clock, EventStream events)
            throws IOException {
        return open(file, settings, clock, events, () -> false);
    }

    /**
     * Opens a journal like the other method, for a home that may be known to have had one: a
     * journal lost without a trace is reported like a damaged one.
     *
     * @param hadOne tells whether the home had a journal; asked only if there is none, or an empty
     *     one
     */
    public static SqliteJournal open(
            Path file,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            BooleanSupplier hadOne)
            throws IOException {
        long started = System.nanoTime();
        var opener = new DatabaseOpener(new DatabaseFiles(file), settings, clock, events, hadOne);
        JournalDatabase store = opener.open();
        List<Runnable> listeners = new CopyOnWriteArrayList<>();
        try {
            CrashRecovery.Recovered recovered =
                    CrashRecovery.run(store, SUSPECT_CRASHES, clock.millis());
            var maintenance =
                    new JournalMaintenance(settings, clock, () -> listeners.forEach(Runnable::run));
            var journal =
                    new SqliteJournal(
                            new GroupCommit(opener, store, maintenance),
                            settings,
                            clock,
                            events,
                            listeners);
            journal.announce(
                    opener.path(), recovered, Duration.ofNanos(System.nanoTime() - started));
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

    /**
     * Loads the driver and its native library and opens a database in memory once, so that a
     * standby process has this done before its turn. Touches no file.
     */
    public static void preload() {
        SqliteWarmUp.run();
    }

    @Override
    public void bind(String platform, AccountBinding binding) {
        uninterrupted(
                true,
                store -> {
                    store.accounts().bind(platform, binding.account());
                    return null;
                });
        bindings.put(platform, binding);
    }

    @Override
    public AcceptResult accept(String platform, InboundBatch batch, List<Admission> admissions)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        if (admissions.stream().anyMatch(each -> each.outcome() != Admission.Outcome.REFUSE)) {
            gate.await(() -> closed || commits.stats().pending(platform) < settings.highWater());
            if (closed) {
                throw commits.closed();
            }
        }
        List<Admission> decided = List.copyOf(admissions);
        BatchStorage.Stored stored =
                commits.call(
                        true,
                        store ->
                                BatchStorage.store(
                                        store,
                                        platform,
                                        binding(platform)
                                                .orElseGet(() -> AccountBinding.of(platform)),
                                        batch,
                                        decided,
                                        clock.millis()));
        long micros = (System.nanoTime() - began) / 1000;
        for (String id : stored.ids()) {
            events.publish(EventType.messageAccepted(id, platform, micros));
        }
        for (AccessRule rule : stored.refused()) {
            events.publish(EventType.messageRefused(platform, rule.word()));
        }
        for (int i = 0; i < stored.invited(); i++) {
            events.publish(EventType.pairingRequested(platform));
        }
        if (stored.skipped().isPresent()) {
            BatchStorage.Skipped skipped = stored.skipped().get();
            LOG.warn(
                    "{} messages of {} are older than its max_age, the first of {}; skipped.",
                    skipped.messages(),
                    platform,
                    skipped.oldest());
            events.publish(
                    EventType.messagesSkipped(
                            platform, skipped.messages(), skipped.oldest().toString()));
        }
        if (!stored.ids().isEmpty() || stored.invited() > 0) {
            listeners.forEach(Runnable::run);
        }
        int fresh = stored.ids().size();
        int refused =
                stored.refused().size()
                        + stored.skipped().map(BatchStorage.Skipped::messages).orElse(0);
        return new AcceptResult(fresh, batch.messages().size() - fresh - refused, refused);
    }

    @Override
    public Optional<String> cursor(String platform) {
        return uninterrupted(false, store -> store.cursor(account(platform)));
    }

    @Override
    public Optional<String> note(String platform, String key) {
        return uninterrupted(false, store -> store.note(account(platform), key));
    }

    @Override
    public Optional<Quote> said(String platform, String messageId) {
        return uninterrupted(false, store -> store.said().find(account(platform), messageId));
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
        closed = true;
        gate.recheck();
        commits.close();
    }

    /** Returns the number of transactions committed so far, for measurements of group commit. */
    public long transactions() {
        return commits.commits();
    }

    private String account(String platform) {
        return binding(platform).map(AccountBinding::account).orElse(platform);
    }

    private Optional<AccountBinding> binding(String platform) {
        return Optional.ofNullable(bindings.get(platform));
    }

    private Map<String, Duration> burstWindows() {
        Map<String, Duration> windows = new HashMap<>();
        bindings.forEach(
                (platform, binding) -> {
                    if (!binding.burstWindow().isZero()) {
                        windows.put(platform, binding.burstWindow());
                    }
                });
        return windows;
    }

    /** Makes a short call that completes even if the caller is interrupted meanwhile. */
    private <T> T uninterrupted(boolean synced, GroupCommit.Work<T> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return commits.call(synced, work);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

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
                        file,
                        Schema.version(),
                        recovered.requeued(),
                        recovered.resending(),
                        counts.pending(),
                        counts.outbox(),
                        took));
        parkedRows.report(recovered.parked());
    }
}
