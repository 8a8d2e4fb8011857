package dev.gateway.core.journal;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what is still readable of a damaged database into a new one: each table from its beginning
 * up to the first damage, then from its end back. What was rescued goes on as if nothing had
 * happened; the damaged file itself is left as it is, for whoever wants to look for the rest.
 */
final class Salvage {

    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

    /** Far more than can have been lost: an idempotency key must never be used twice. */
    private static final long GAP = 1_000_000;

    private static final List<String> BY_ROW = List.of("message", "answer", "turn");
    private static final List<String> BY_KEY = List.of("meta", "cursor", "note", "account");

    private final Session from;
    private final Session to;

    private Salvage(Session from, Session to) {
        this.from = from;
        this.to = to;
    }

    /** Fills {@code fresh} and tells how many messages and answers came over. */
    static Rescued copy(Path damaged, Store fresh, Duration busyTimeout, long now)
            throws SQLException {
        Session to = fresh.session();
        to.begin(true);
        try (Session from = Session.open(damaged, busyTimeout)) {
            new Salvage(from, to).copyAll();
        } catch (SQLException e) {
            LOG.warn("Nothing of {} could be read: {}", damaged, e.getMessage());
        }
        fresh.openMissingLanes(now);
        to.commit();
        return new Rescued(
                to.number("SELECT count(*) FROM message"),
                to.number("SELECT count(*) FROM answer"));
    }

    private void copyAll() throws SQLException {
        for (String table : BY_KEY) {
            copy(table, "SELECT * FROM " + table);
        }
        for (String table : BY_ROW) {
            if (!copy(table, "SELECT * FROM " + table + " ORDER BY id")) {
                copy(table, "SELECT * FROM " + table + " ORDER BY id DESC");
            }
        }
        to.update("DELETE FROM message WHERE state NOT BETWEEN 0 AND 5");
        to.update("UPDATE sqlite_sequence SET seq = seq + ?", GAP);
    }

    /** Whether the whole table was read. */
    private boolean copy(String table, String select) throws SQLException {
        try {
            from.first(select, row -> insertAll(table, row));
            return true;
        } catch (SQLException e) {
            if (SqliteFailure.of(e) == SqliteFailure.FULL) {
                throw e;
            }
            LOG.warn("Table {} is damaged: {}", table, e.getMessage());
            return false;
        }
    }

    /** Row by row: a large journal must not have to fit into memory. */
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
        // By name: a file of an earlier version has fewer of them.
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            names.add(row.getMetaData().getColumnName(i));
        }
        String places = "?" + ", ?".repeat(columns - 1);
        try {
            to.update(
                    "INSERT OR REPLACE INTO %s(%s) VALUES(%s)"
                            .formatted(table, String.join(", ", names), places),
                    values);
        } catch (SQLException e) {
            if (SqliteFailure.of(e) != SqliteFailure.REFUSED) {
                throw e;
            }
            // A row that breaks the rules of its table is part of the damage.
        }
    }

    /** What came over. */
    record Rescued(long messages, long answers) {}
}
