package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;

/**
 * The numbers of new rows of a table. They are counted in memory: to have SQLite return the number
 * of each new row makes it build a table for the result each time, which takes longer than the row.
 * What is counted is valid as long as no other connection writes; the numbers of a table that is
 * AUTOINCREMENT are not used twice.
 */
final class RowNumbers implements SqliteConnection.TransactionListener {

    private static final long UNKNOWN = 0;

    private final SqliteConnection connection;
    private final String table;
    private long next = UNKNOWN;

    /** Begins to listen to the connection. */
    RowNumbers(SqliteConnection connection, String table) {
        this.connection = connection;
        this.table = table;
        connection.listen(this);
    }

    /** Returns the number of the next row, inside a transaction. */
    long next() throws SQLException {
        if (next == UNKNOWN) {
            // A damaged file may have lost the one or the other.
            next =
                    1
                            + connection.number(
                                    "SELECT max(coalesce((SELECT max(id) FROM "
                                            + table
                                            + "), 0), coalesce((SELECT seq FROM sqlite_sequence"
                                            + " WHERE name = ?), 0))",
                                    table);
        }
        return next;
    }

    /** Notes that the next number was used. */
    void advance() {
        next++;
    }

    /** Makes the numbers unknown, as another connection may have written. */
    void forget() {
        next = UNKNOWN;
    }

    @Override
    public void beforeCommit() {
        // The rows are written already.
    }

    @Override
    public void committed() {
        // They stay used.
    }

    @Override
    public void rolledBack() {
        forget();
    }
}
