package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of the readable content of a damaged database into a new one. It works on copies of the
 * damaged files, which stay unchanged: first on an exact copy, then with another first page before
 * the write-ahead log. The first copy that is sound gives everything; otherwise each table is read
 * from its beginning up to the first damage, then from its end back. Rescued messages and answers
 * are processed as usual.
 */
final class Salvage {

    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

    /**
     * The gap left in the row numbers, far more than can have been lost: an idempotency key must
     * never be used twice.
     */
    private static final long GAP = 1_000_000;

    private static final String ACCOUNT = "account";

    /** The column that was the key of most tables in earlier versions. */
    private static final String FORMER_KEY = "platform";

    private static final List<String> BY_ROW = List.of("message", "answer", "turn");

    /** The query for tables of this version that are copied as they are. */
    private static final String BY_KEY =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                    + " AND name NOT IN ('message', 'answer', 'turn', 'tally')";

    private final SqliteConnection from;
    private final SqliteConnection to;
    private final String insert;

    private Salvage(SqliteConnection from, SqliteConnection to, String insert) {
        this.from = from;
        this.to = to;
        this.insert = insert;
    }

    /**
     * Fills {@code fresh} in one transaction, in which the caller may store more.
     *
     * @param damaged the path of the damaged database
     * @param live the connection that was open on them while they were damaged: it may still know
     *     content that they have lost
     * @param after further work in the same transaction
     * @return the number of rescued messages and answers
     * @throws IOException if the copies cannot be written; nothing was stored
     */
    static Rescued copy(
            DatabaseFiles file,
            Path damaged,
            Optional<SqliteConnection> live,
            JournalDatabase fresh,
            Duration busyTimeout,
            long now,
            After after)
            throws SQLException, IOException {
        SqliteConnection to = fresh.connection();
        to.begin(true);
        try {
            long messages = to.number("SELECT count(*) FROM message");
            long answers = to.number("SELECT count(*) FROM answer");
            boolean whole = live.isPresent() && new Salvage(live.get(), to, "OR REPLACE").copyAll();
            if (!whole) {
                fromFiles(file, damaged, to, busyTimeout, live.isPresent() || messages > 0);
            }
            to.update("DELETE FROM message WHERE state NOT BETWEEN 0 AND 5");
            to.update("UPDATE sqlite_sequence SET seq = seq + ?", GAP);
            nameUnnamed(to);
            countDone(to);
            var rescued =
                    new Rescued(
                            to.number("SELECT count(*) FROM message") - messages,
                            to.number("SELECT count(*) FROM answer") - answers);
            after.store(rescued);
            to.commit();
            return rescued;
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                to.rollback();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        } finally {
            file.emptyWorkFile();
        }
    }

    /** Counts the rows that are done, if their former count was not readable. */
    private static void countDone(SqliteConnection to) throws SQLException {
        to.update(
                "INSERT INTO tally SELECT account, 3, count(*) FROM message WHERE state = 3"
                        + " GROUP BY account ON CONFLICT DO UPDATE SET n = max(n, excluded.n)");
    }

    /** Gives the messages and answers of an earlier version their ids. */
    private static void nameUnnamed(SqliteConnection to) throws SQLException {
        String id =
                "(SELECT value FROM meta WHERE key = 'journal_id') || '%s' || id WHERE uid IS NULL";
        to.update("UPDATE OR IGNORE message SET uid = " + id.formatted("-"));
        to.update("UPDATE OR IGNORE answer SET uid = " + id.formatted("-a"));
        for (String table : List.of("message", "answer")) {
            to.update(
                    "UPDATE " + table + " SET uid = lower(hex(randomblob(10))) WHERE uid IS NULL");
        }
    }

    private static void fromFiles(
            DatabaseFiles file,
            Path damaged,
            SqliteConnection to,
            Duration busyTimeout,
            boolean filled)
            throws SQLException, IOException {
        // Data from an earlier source is younger or more complete.
        String insert = filled ? "OR IGNORE" : "OR REPLACE";
        for (EvidenceCopy.FirstPage first : EvidenceCopy.FirstPage.values()) {
            Path work = file.emptyWorkFile();
            if (!new EvidenceCopy(damaged, work).make(first, busyTimeout)) {
                continue;
            }
            try (SqliteConnection from = SqliteConnection.open(work, busyTimeout)) {
                if (from.number("SELECT count(*) FROM sqlite_schema WHERE name = 'message'") == 0) {
                    continue;
                }
                boolean sound = isSound(from);
                migrate(from, file.path());
                if (new Salvage(from, to, insert).copyAll() && sound) {
                    return;
                }
                insert = "OR IGNORE";
            } catch (SQLException e) {
                if (concernsTarget(e)) {
                    throw e;
                }
                LOG.info("{} cannot be read ({}): {}", damaged, first, e.getMessage());
            }
        }
    }

    /** Brings a copy of an earlier version to this one, if that is possible. */
    private static void migrate(SqliteConnection from, Path journal) throws SQLException {
        if (from.number("PRAGMA user_version") >= Schema.version()) {
            return;
        }
        try {
            Schema.migrate(from, JournalDatabase.media(journal));
        } catch (SQLException | Schema.OtherVersionException | Schema.ForeignDatabaseException e) {
            from.rollback();
            LOG.info("The copy of {} cannot be migrated: {}", journal, e.getMessage());
        }
    }

    private static boolean isSound(SqliteConnection session) {
        try {
            return session.first("PRAGMA quick_check(1)", row -> row.getString(1))
                    .equals(Optional.of("ok"));
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean concernsTarget(SQLException error) {
        return error instanceof TargetException;
    }

    /** Copies all tables; returns whether everything was read. */
    private boolean copyAll() throws SQLException {
        boolean whole = true;
        for (String table : to.list(BY_KEY, row -> row.getString(1))) {
            whole &= copy(table, "SELECT * FROM " + table);
        }
        // What is done or was refused may have no row any more.
        whole &= copy("tally", "SELECT * FROM tally WHERE what IN (3, 12)");
        for (String table : BY_ROW) {
            if (!copy(table, "SELECT * FROM " + table + " ORDER BY id")) {
                whole = false;
                copy(table, "SELECT * FROM " + table + " ORDER BY id DESC");
            }
        }
        return whole;
    }

    /** Copies a table; returns whether all of it was read. */
    private boolean copy(String table, String select) throws SQLException {
        try {
            if (isMissing(table)) {
                return true;
            }
            from.first(select, row -> insertAll(table, row));
            return true;
        } catch (SQLException e) {
            if (concernsTarget(e)) {
                throw e;
            }
            LOG.warn("Table {} is damaged: {}", table, e.getMessage());
            return false;
        }
    }

    /** Returns whether the table is of a later version than the file, or had another meaning. */
    private boolean isMissing(String table) throws SQLException {
        return from.number("SELECT count(*) FROM sqlite_schema WHERE name = ?", table) == 0
                || table.equals(ACCOUNT) && has(table, FORMER_KEY);
    }

    private boolean has(String table, String column) throws SQLException {
        return from.number(
                        "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?", table, column)
                > 0;
    }

    /** Inserts row by row: a large journal must not have to fit into memory. */
    private boolean insertAll(String table, ResultSet rows) throws SQLException {
        do {
            insert(table, rows);
        } while (rows.next());
        return true;
    }

    private void insert(String table, ResultSet row) throws SQLException {
        int columns = row.getMetaData().getColumnCount();
        Object[] values = new Object[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = row.getObject(i + 1);
        }
        // By name: a file of an earlier version has fewer columns.
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            String name = row.getMetaData().getColumnName(i);
            names.add(name.equals(FORMER_KEY) ? ACCOUNT : name);
        }
        String places = "?" + ", ?".repeat(columns - 1);
        try {
            to.update(
                    "INSERT %s INTO %s(%s) VALUES(%s)"
                            .formatted(insert, table, String.join(", ", names), places),
                    values);
        } catch (SQLException e) {
            if (SqliteErrorKind.of(e) != SqliteErrorKind.REFUSED) {
                throw new TargetException(e);
            }
            // A row that breaks the constraints of its table is part of the damage.
        }
    }

    /** The number of rescued rows. */
    record Rescued(long messages, long answers) {}

    /** The new database could not be written, which tells nothing about the damaged one. */
    private static final class TargetException extends SQLException {
        private static final long serialVersionUID = 1L;

        TargetException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Further work in the same transaction. */
    @FunctionalInterface
    interface After {
        void store(Rescued rescued) throws SQLException;
    }
}
