package dev.gateway.core.journal.sqlite;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.table.AccountTable;
import dev.gateway.core.journal.table.ConversationQueue;
import dev.gateway.core.journal.table.ConversationTable;
import dev.gateway.core.journal.table.InboxTable;
import dev.gateway.core.journal.table.JournalCounts;
import dev.gateway.core.journal.table.MetaTable;
import dev.gateway.core.journal.table.OutboxTable;
import dev.gateway.core.journal.table.PairingTable;
import dev.gateway.core.journal.table.ReplacedFiles;
import dev.gateway.core.journal.table.SaidTable;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.journal.table.SessionTable;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** An open journal file: one connection and the tables on it. Not thread-safe. */
final class JournalDatabase implements AutoCloseable {

    private static final int JOURNAL_SIZE_LIMIT = 16 << 20;

    private final SqliteConnection session;
    private final SessionId self;
    private final AttachmentCodec attachments;
    private final OutboxTable outbox;
    private final InboxTable inbox;
    private final PairingTable pairings;
    private final ConversationTable conversations;
    private final AccountTable accounts;
    private final JournalCounts counts;
    private long dataVersion = -1;

    private JournalDatabase(SqliteConnection session, SessionId self, MediaReferences media) {
        this.session = session;
        this.self = self;
        this.attachments = new AttachmentCodec(media);
        this.counts = new JournalCounts(session);
        this.outbox = new OutboxTable(session, attachments, counts, self);
        this.inbox = new InboxTable(session, attachments, outbox, counts, self);
        this.accounts = new AccountTable(session, self, this::markMoved);
        this.pairings = new PairingTable(session, accounts);
        this.conversations = new ConversationTable(session);
        session.listen(new MemoryListener());
    }

    private void markMoved() {
        counts.markMoved();
        forget();
    }

    /** Makes what is known of the rows unknown. */
    private void forget() {
        inbox.forget();
        outbox.forget();
        accounts.forgetHoldings();
    }

    /** Opens an existing file, creating or migrating its tables, for work without claims. */
    static JournalDatabase open(Path file, Duration busyTimeout, long maxBytes)
            throws SQLException, Schema.OtherVersionException, Schema.ForeignDatabaseException {
        return open(file, busyTimeout, maxBytes, SessionId.random());
    }

    /**
     * Opens an existing file, creating or migrating its tables.
     *
     * @param self the session that claims what is claimed on it
     */
    static JournalDatabase open(Path file, Duration busyTimeout, long maxBytes, SessionId self)
            throws SQLException, Schema.OtherVersionException, Schema.ForeignDatabaseException {
        SqliteConnection session = SqliteConnection.open(file, busyTimeout);
        try {
            if (Schema.isNew(session)) {
                // Set before the first table: it cannot be changed later.
                session.execute("PRAGMA auto_vacuum=INCREMENTAL");
                session.execute("PRAGMA journal_mode=WAL");
            }
            configure(session);
            MediaReferences media = media(file);
            Schema.migrate(session, media);
            if (!session.first("PRAGMA journal_mode", row -> row.getString(1))
                    .equals(Optional.of("wal"))) {
                session.execute("PRAGMA journal_mode=WAL");
            }
            // A migration may need a little more than the limit.
            limit(session, maxBytes);
            return new JournalDatabase(session, self, media);
        } catch (SQLException
                | RuntimeException
                | Schema.OtherVersionException
                | Schema.ForeignDatabaseException e) {
            try {
                session.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * Opens a file without creating or migrating anything, for work without claims; empty if it has
     * no tables yet.
     *
     * @throws Schema.OtherVersionException if its tables are not those of this version
     */
    static Optional<JournalDatabase> openAsIs(Path file, Duration busyTimeout)
            throws SQLException, Schema.OtherVersionException {
        return asIs(SqliteConnection.open(file, busyTimeout), SessionId.random(), media(file));
    }

    /**
     * Opens a file that another process takes care of, without creating or migrating anything;
     * empty if it has no tables yet.
     *
     * @throws Schema.OtherVersionException if its tables are not those of this version
     */
    static Optional<JournalDatabase> follow(
            Path file, Duration busyTimeout, long maxBytes, SessionId self)
            throws SQLException, Schema.OtherVersionException {
        SqliteConnection session = SqliteConnection.open(file, busyTimeout);
        Optional<JournalDatabase> found = asIs(session, self, media(file));
        if (found.isPresent()) {
            configure(session);
            limit(session, maxBytes);
        }
        return found;
    }

    private static void configure(SqliteConnection session) throws SQLException {
        session.execute("PRAGMA synchronous=FULL");
        session.execute("PRAGMA journal_size_limit=" + JOURNAL_SIZE_LIMIT);
    }

    private static void limit(SqliteConnection session, long maxBytes) throws SQLException {
        long pageSize = session.number("PRAGMA page_size");
        session.execute("PRAGMA max_page_count=" + Math.max(1, maxBytes / pageSize));
    }

    /** Opens a file read-only; creates no companion file either. */
    static Optional<JournalDatabase> openReadOnly(Path file, Duration busyTimeout)
            throws SQLException, Schema.OtherVersionException {
        return asIs(
                SqliteConnection.openReadOnly(file, busyTimeout), SessionId.random(), media(file));
    }

    private static Optional<JournalDatabase> asIs(
            SqliteConnection session, SessionId self, MediaReferences media)
            throws SQLException, Schema.OtherVersionException {
        try {
            long version = session.number("PRAGMA user_version");
            if (version == 0) {
                session.close();
                return Optional.empty();
            }
            if (version != Schema.version()) {
                throw new Schema.OtherVersionException(version);
            }
            return Optional.of(new JournalDatabase(session, self, media));
        } catch (SQLException | RuntimeException | Schema.OtherVersionException e) {
            try {
                session.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Returns the names of attachments in the home of a journal. */
    static MediaReferences media(Path file) {
        return new MediaReferences(new GatewayHome(file.toAbsolutePath().getParent()).media());
    }

    SqliteConnection connection() {
        return session;
    }

    InboxTable inbox() {
        return inbox;
    }

    PairingTable pairings() {
        return pairings;
    }

    OutboxTable outbox() {
        return outbox;
    }

    /** Returns the places of conversations in both queues. */
    List<ConversationQueue<?>> queues() {
        return List.of(inbox.queue(), outbox.queue());
    }

    /**
     * Takes note of what another process has written since the last call: places and counts are
     * read again before their next use.
     */
    void noteOtherWrites() throws SQLException {
        long found = dataVersion();
        if (found != dataVersion) {
            markMoved();
            dataVersion = found;
        }
    }

    /** Reads those places that have become unknown. */
    void loadQueues() throws SQLException {
        for (ConversationQueue<?> queue : queues()) {
            if (!queue.isLoaded()) {
                queue.load();
            }
        }
    }

    SessionTable sessions() {
        return new SessionTable(session, self);
    }

    MetaTable meta() {
        return new MetaTable(session);
    }

    /** Returns the notes on the damaged files that this one replaces. */
    ReplacedFiles replacedFiles() {
        return new ReplacedFiles(meta());
    }

    AccountTable accounts() {
        return accounts;
    }

    ConversationTable conversations() {
        return conversations;
    }

    SaidTable said() {
        return new SaidTable(session);
    }

    Optional<String> cursor(String account) throws SQLException {
        return session.first(
                "SELECT value FROM cursor WHERE account = ?", row -> row.getString(1), account);
    }

    void setCursor(String account, String value) throws SQLException {
        session.update(
                "INSERT INTO cursor VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
                        + " WHERE value <> excluded.value",
                account,
                value);
    }

    Optional<String> note(String account, String key) throws SQLException {
        return session.first(
                "SELECT value FROM note WHERE account = ? AND key = ?",
                row -> row.getString(1),
                account,
                key);
    }

    void setNote(String account, String key, String value) throws SQLException {
        session.update(
                "INSERT INTO note VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
                        + " WHERE value <> excluded.value",
                account,
                key,
                value);
    }

    /** Returns the files of unfinished messages and answers; finished ones keep only their keys. */
    Set<String> attachments() throws SQLException {
        Set<String> files = new HashSet<>();
        // Each through an index that holds no finished ones.
        for (String rows :
                List.of(
                        "message INDEXED BY message_pending WHERE state = 0",
                        "message INDEXED BY message_claimed WHERE claimed_by IS NOT NULL",
                        "message INDEXED BY message_parked WHERE state = 4",
                        "message WHERE id IN (SELECT message FROM answer)",
                        "answer WHERE true")) {
            session.list(
                            "SELECT attachments FROM " + rows + " AND attachments <> ''",
                            row -> attachments.locations(row.getString(1)))
                    .forEach(files::addAll);
        }
        return files;
    }

    /** Returns the counts per account and state. */
    JournalCounts counts() {
        return counts;
    }

    /** Counts refused messages of an account. */
    void addRefused(String account, int messages) {
        counts.add(account, JournalCounts.REFUSED, messages);
    }

    /** Returns the acceptance time of the oldest pending message. */
    Optional<Instant> oldestPending() throws SQLException {
        // Ids grow in the order of acceptance. Unless it is told the index, which holds the pending
        // messages alone, SQLite walks through all others to the first one.
        return session
                .list(
                        "SELECT accepted_at FROM message WHERE id = (SELECT min(id) FROM message"
                                + " INDEXED BY message_pending WHERE state = 0)",
                        row -> Instant.ofEpochMilli(row.getLong(1)))
                .stream()
                .findFirst();
    }

    /** Returns a number that changes when another connection has changed the file. */
    long dataVersion() throws SQLException {
        return session.number("PRAGMA data_version");
    }

    /**
     * Resets times in the future: they were stored while the clock was wrong, and their rows would
     * count as young, or wait, until then. Times grow with the rows, so that of most tables only
     * the last row is looked at.
     */
    void resetFutureTimes(long now) throws SQLException {
        resetFutureTimes("message", "accepted_at", now);
        resetFutureTimes("turn", "at", now);
        session.update("UPDATE answer SET created_at = ? WHERE created_at > ?", now, now);
        session.update("UPDATE said SET at = ? WHERE at > ?", now, now);
        session.update("UPDATE conversation SET last_at = ? WHERE last_at > ?", now, now);
        session.update(
                "UPDATE pairing_request SET requested_at = ? WHERE requested_at > ?", now, now);
    }

    private void resetFutureTimes(String table, String time, long now) throws SQLException {
        String last = "SELECT " + time + " FROM " + table + " ORDER BY id DESC LIMIT 1";
        if (session.number(last) > now) {
            session.update(
                    "UPDATE " + table + " SET " + time + " = ? WHERE " + time + " > ?", now, now);
        }
    }

    /**
     * Copies the write-ahead log into the database as far as other connections allow, without
     * waiting for them.
     *
     * @return whether the database is complete now
     */
    boolean checkpoint() throws SQLException {
        return session.first(
                        "PRAGMA wal_checkpoint(PASSIVE)",
                        row -> row.getInt(1) == 0 && row.getLong(2) == row.getLong(3))
                .orElse(false);
    }

    /** Returns the size of the content; free pages at the end of the file are beyond it. */
    long bytes() throws SQLException {
        return session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
    }

    /** Copies the whole journal into an empty file. */
    void copyTo(Path file) throws SQLException {
        session.forgetStatements();
        session.update("VACUUM INTO ?", file.toString());
    }

    /** Reads the whole file. */
    void check() throws SQLException {
        String found = session.first("PRAGMA quick_check(1)", row -> row.getString(1)).orElse("");
        if (!found.equals("ok")) {
            throw new SQLiteException(found, SQLiteErrorCode.SQLITE_CORRUPT);
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }

    /** Makes what is known of the rows unknown when they are rolled back. */
    private final class MemoryListener implements SqliteConnection.TransactionListener {

        @Override
        public void rolledBack() {
            forget();
        }
    }
}
