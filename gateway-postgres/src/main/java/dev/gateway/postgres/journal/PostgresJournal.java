package dev.gateway.postgres.journal;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.concurrent.BackpressureGate;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.core.token.TokenLease;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.schema.Schema;
import dev.gateway.postgres.spool.Spool;
import dev.gateway.postgres.table.Counts;
import dev.gateway.postgres.table.HistoryStatements;
import dev.gateway.postgres.table.StoredText;
import dev.gateway.postgres.writer.HeldCounts;
import dev.gateway.postgres.writer.PlainTask;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a PostgreSQL database that several hosts share. Its numbers and its queues are those
 * of the accounts that this process holds.
 */
public final class PostgresJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresJournal.class);

    /** The wait for what platforms gave to be on the disk. */
    private static final Duration SPOOLING = Duration.ofSeconds(3);

    private final Registered host;
    private final JournalSettings settings;
    private final EventStream events;
    private final HomeFiles files;
    private final Spool spool;
    private final FileSweep sweep;
    private final JournalRetention retention;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final BackpressureGate gate = new BackpressureGate();
    private final AccountNames names = new AccountNames();
    private final HeldCounts counts = new HeldCounts();
    private final NoteCaches notes = new NoteCaches();
    private final Writers writers;
    private final Inbox inbox;
    private final Outbox outbox;
    private final History history;

    private PostgresJournal(
            Database database,
            Registered host,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            GatewayHome home) {
        this.host = host;
        this.settings = settings;
        this.events = events;
        this.files = new HomeFiles(home, database, clock);
        this.sweep = new FileSweep(files);
        this.writers =
                new Writers(
                        database,
                        host::session,
                        clock,
                        counts,
                        files.codec(),
                        this::announceChange,
                        connection -> {
                            host.tellOthers(connection);
                            return null;
                        });
        this.spool = new Spool(home, new LateIntake(writers, files, notes, events));
        var parkedRows = new ParkedRowReporter(events, names::name);
        this.inbox =
                new PostgresInbox(
                        writers, clock, counts, files, gate::recheck, parkedRows, names, events);
        this.outbox = new PostgresOutbox(writers, clock, counts, parkedRows, names, files, events);
        this.history = new PostgresHistory(writers, clock, names);
        this.retention = new JournalRetention(writers, settings, clock);
    }

    /**
     * Opens the journal for a registered process.
     *
     * @param database a database whose schema is there
     * @param location the home whose process this is
     */
    public static PostgresJournal open(
            Database database,
            Registered host,
            JournalLocation location,
            JournalSettings settings,
            Clock clock,
            EventStream events)
            throws IOException {
        long began = System.nanoTime();
        var journal = new PostgresJournal(database, host, settings, clock, events, location.home());
        journal.writers.start();
        host.onChange(journal.writers::wake);
        host.onReachable(journal.writers::giveUpWaiting);
        host.onReachable(journal.spool::replay);
        boolean done = false;
        try {
            journal.tell(database, began);
            journal.spool.start();
            journal.sweep.start();
            journal.retention.start();
            done = true;
            return journal;
        } finally {
            if (!done) {
                journal.close();
            }
        }
    }

    /** Tells what other processes have left unfinished, and what waits; of all hosts together. */
    private void tell(Database database, long began) throws IOException {
        try {
            Counts.Interrupted found = writers.get(0).call(new PlainTask<>(Counts::interrupted));
            events.publish(
                    EventType.journalOpened(
                            database.config().toString(),
                            Schema.version(),
                            found.messages(),
                            found.answers(),
                            found.pending(),
                            found.outbox(),
                            Duration.ofNanos(System.nanoTime() - began)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the journal was opened", e);
        }
    }

    private void announceChange() {
        gate.recheck();
        listeners.forEach(Runnable::run);
    }

    /** Binds in memory: the database learns the name when the account is adopted. */
    @Override
    public void prepare(AccountBinding binding) {
        names.bind(binding);
    }

    /**
     * {@inheritDoc}
     *
     * <p>If the account came with its cursor from another process, the adoption goes on while the
     * platform begins to poll: the first batch waits for it.
     */
    @Override
    public AccountJournal adopt(TokenLease lease, AccountBinding binding) {
        var adoption = new PendingAdoption(writers, lease, binding);
        Optional<String> cursor =
                host.takeCursor(binding.account(), lease.epoch()).map(StoredText::read);
        if (cursor.isPresent()) {
            adoption.begin();
        } else {
            cursor = adoption.await();
        }
        names.bind(binding);
        return new PostgresAccountJournal(
                binding,
                writers,
                counts,
                gate,
                settings.highWater(),
                events,
                () -> listeners.forEach(Runnable::run),
                adoption,
                cursor,
                files,
                spool,
                notes);
    }

    @Override
    public MessageCounts counts() {
        return counts.counts();
    }

    @Override
    public Optional<Instant> oldestPending() {
        return counts.counts().pending() == 0 ? Optional.empty() : writers.oldestPending();
    }

    @Override
    public Optional<QuarantinedDatabase> replaced() {
        return Optional.empty();
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
        return files.locations(
                writers.get(0).call(new PlainTask<>(HistoryStatements::attachments)));
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Does nothing: each process takes care of the accounts that it holds. */
    @Override
    public void yieldMaintenance() {}

    /** Does nothing: each process takes care of the accounts that it holds. */
    @Override
    public void takeMaintenance() {}

    @Override
    public Optional<Membership> membership() {
        return host.membership();
    }

    /** Finishes the calls in progress; the registration is the last that ends. */
    @Override
    public void close() {
        writers.beginClosing();
        gate.recheck();
        sweep.close();
        retention.close();
        spool.close();
        writers.close();
        awaitSpooled();
        files.close();
        host.close();
    }

    /** The threads of the platforms write to the disk what could not be stored. */
    private void awaitSpooled() {
        try {
            if (!spool.awaitKept(SPOOLING)) {
                LOG.error("Some of what platforms gave may neither be stored nor on the disk.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
