package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.PairingAdmin;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.journal.file.DatabaseFileMonitor;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The operator's access to a journal in a SQLite file. SQLite's locks separate it from the gateway.
 *
 * <p>A gateway replaces the file of a damaged journal. Changes made in the former file meanwhile
 * are repeated in the new one, so that no acknowledged change is lost.
 */
public final class SqliteJournalAdmin implements JournalAdmin {

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    /**
     * The number of attempts of one change; a journal that is replaced more often is being tampered
     * with.
     */
    private static final int MAX_ATTEMPTS = 5;

    private static final long POLL_MILLIS = 20;

    private final Path file;
    private final Clock clock;
    private Object key;
    private JournalDatabase store;
    private AdminQueries table;

    private SqliteJournalAdmin(Path file, Object key, JournalDatabase store, Clock clock) {
        this.file = file;
        this.clock = clock;
        use(key, store);
    }

    private void use(Object opened, JournalDatabase on) {
        this.key = opened;
        this.store = on;
        this.table = new AdminQueries(on);
    }

    /**
     * Opens a journal; empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or was written by another version
     */
    public static Optional<SqliteJournalAdmin> open(Path file, Clock clock) throws IOException {
        return open(file, clock, JournalDatabase::openAsIs);
    }

    /**
     * Opens a journal read-only: methods that change it throw, and neither the file nor its
     * companions change. Empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or was written by another version
     */
    public static Optional<SqliteJournalAdmin> openReadOnly(Path file, Clock clock)
            throws IOException {
        return open(file, clock, JournalDatabase::openReadOnly);
    }

    private static Optional<SqliteJournalAdmin> open(Path file, Clock clock, Opener opener)
            throws IOException {
        // Taken before the open: a file that replaces it afterwards has another key.
        Object key = DatabaseFileMonitor.key(file);
        return store(file, opener).map(store -> new SqliteJournalAdmin(file, key, store, clock));
    }

    private static Optional<JournalDatabase> store(Path file, Opener opener) throws IOException {
        new DatabaseFiles(file).requirePlain();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return opener.open(file, BUSY_TIMEOUT);
        } catch (Schema.OtherVersionException e) {
            throw new IOException(
                    file
                            + " has schema "
                            + e.found()
                            + ", this command knows "
                            + Schema.version()
                            + "; use the command of the gateway's own version, or restart it.");
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
    }

    @Override
    public List<StoredMessage> messages(Set<MessageState> states, int limit) throws IOException {
        return read(() -> table.messages(states, limit));
    }

    @Override
    public Optional<StoredMessage> message(String id) throws IOException {
        return read(() -> table.message(id));
    }

    @Override
    public List<StoredAnswer> answers(boolean parkedOnly, int limit) throws IOException {
        return read(() -> table.answers(parkedOnly, limit));
    }

    @Override
    public Optional<StoredAnswer> answer(String id) throws IOException {
        return read(() -> table.answer(id));
    }

    @Override
    public List<KnownConversation> conversations(int limit) throws IOException {
        return read(() -> store.conversations().list(limit));
    }

    @Override
    public boolean retry(String id) throws IOException {
        return change(() -> table.retry(id), done -> done && !isParked(id));
    }

    @Override
    public boolean drop(String id) throws IOException {
        return change(() -> table.drop(id), done -> done && !isOpen(id));
    }

    @Override
    public List<String> send(
            AccountId account, String name, String conversation, List<MessagePart> parts)
            throws IOException {
        return change(
                () -> table.send(account, name, conversation, parts, clock.millis()),
                this::hasAnswers);
    }

    @Override
    public PairingAdmin pairings() {
        return new SqlitePairingAdmin(this, clock);
    }

    JournalDatabase database() {
        return store;
    }

    private boolean hasAnswers(List<String> ids) throws SQLException {
        for (String id : ids) {
            if (table.answer(id).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean isParked(String id) throws SQLException {
        return table.answer(id).filter(StoredAnswer::parked).isPresent()
                || table.message(id).filter(one -> one.state() == MessageState.PARKED).isPresent();
    }

    private boolean isOpen(String id) throws SQLException {
        return table.answer(id).isPresent()
                || table.message(id)
                        .filter(
                                one ->
                                        one.state() == MessageState.PARKED
                                                || one.state() == MessageState.PENDING)
                        .isPresent();
    }

    @Override
    public Optional<String> damage() throws IOException {
        try {
            store.check();
            return Optional.empty();
        } catch (SQLException e) {
            if (SqliteErrorKind.of(e) == SqliteErrorKind.DAMAGED) {
                return Optional.of(e.getMessage());
            }
            throw SqliteErrorKind.describe(file, e);
        }
    }

    @Override
    public MessageCounts counts() throws IOException {
        return read(() -> JournalStats.of(store)).counts();
    }

    @Override
    public Optional<QuarantinedDatabase> replaced() throws IOException {
        return read(store.replacedFiles()::last);
    }

    @Override
    public void acknowledge() throws IOException {
        change(
                () -> {
                    store.replacedFiles().acknowledge();
                    return true;
                },
                done -> false);
    }

    @Override
    public void close() throws IOException {
        try {
            store.close();
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
    }

    <T> T read(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(file, e);
        }
    }

    /**
     * Applies a change to the file that is in place afterwards.
     *
     * @param held tells whether a change made in the former file was copied into this one
     */
    <T> T change(Step<T> step, Held<T> held) throws IOException {
        Optional<T> before = Optional.empty();
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            T changed = commit(step, before, held);
            awaitCopy();
            if (key == null || key.equals(DatabaseFileMonitor.key(file))) {
                return changed;
            }
            before = Optional.of(changed);
            reopen();
        }
        throw new IOException(
                file + " is replaced again and again; try again when the gateway has written it.");
    }

    private <T> T commit(Step<T> step, Optional<T> before, Held<T> held) throws IOException {
        try {
            store.connection().begin(true);
            store.noteOtherWrites();
            if (before.isPresent() && held.test(before.get())) {
                store.connection().rollback();
                return before.get();
            }
            T changed = step.run();
            store.connection().commit();
            return changed;
        } catch (SQLException e) {
            try {
                store.connection().rollback();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw SqliteErrorKind.describe(file, e);
        }
    }

    /** Waits for the end of a copy, which may or may not contain the change. */
    private void awaitCopy() {
        var files = new DatabaseFiles(file);
        Deadline deadline = Deadline.after(BUSY_TIMEOUT);
        try {
            while (files.isBeingRewritten() && !deadline.isExpired()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reopen() throws IOException {
        Object now = DatabaseFileMonitor.key(file);
        Optional<JournalDatabase> another = store(file, JournalDatabase::openAsIs);
        if (another.isEmpty()) {
            throw new IOException(
                    file + " was replaced meanwhile, and what was changed is gone; try again.");
        }
        JournalDatabase former = store;
        use(now, another.get());
        try {
            former.close();
        } catch (SQLException e) {
            // It is no longer a journal.
        }
    }

    @FunctionalInterface
    private interface Opener {
        Optional<JournalDatabase> open(Path file, Duration busyTimeout)
                throws SQLException, Schema.OtherVersionException;
    }

    @FunctionalInterface
    interface Step<T> {
        T run() throws SQLException;
    }

    @FunctionalInterface
    interface Held<T> {
        boolean test(T changed) throws SQLException;
    }
}
