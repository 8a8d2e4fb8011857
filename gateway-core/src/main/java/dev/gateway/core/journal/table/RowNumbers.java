package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;

/**
 * The numbers of new rows of a table. They are counted in memory: to have SQLite return the number
 * of each new row makes it build a table for the result each time, which takes longer than the row.
 * What is counted is valid until another connection writes or the transaction is rolled back; the
 * numbers of a table that is AUTOINCREMENT are not used twice.
 */
final class RowNumbers {

    private static final long UNKNOWN = 0;

    private final SqliteConnection connection;
    private final String table;
    private long next = UNKNOWN;

    RowNumbers(SqliteConnection connection, String table) {
        this.connection = connection;
        this.table = table;
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

    /** Makes the numbers unknown, as rows may have come or gone otherwise. */
    void forget() {
        next = UNKNOWN;
    }
}
