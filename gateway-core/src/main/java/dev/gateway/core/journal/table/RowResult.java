package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row of a queue as it was read: either the claim that it makes, or why it makes none. Reading
 * one row is the unit of failure, so that a row of a later version, or a damaged one, stops nothing
 * but itself.
 *
 * @param <T> what the queue holds
 * @param row where it is stored
 * @param claim what was read; null if it was not readable
 * @param reason why not; null if it was readable
 */
record RowResult<T>(long row, T claim, String reason) {

    private static final Logger LOG = LoggerFactory.getLogger(RowResult.class);
    private static final int LONGEST_REASON = 200;

    /** Reads a row whose first column is its number. */
    static <T> RowResult<T> of(
            ResultSet row, LongFunction<String> id, SqliteConnection.Row<T> reader)
            throws SQLException {
        long number = row.getLong(1);
        try {
            return new RowResult<>(number, reader.read(row), null);
        } catch (RuntimeException e) {
            LOG.debug("Row {} cannot be read", id.apply(number), e);
            return new RowResult<>(number, null, "cannot be read: " + oneLine(e));
        }
    }

    boolean readable() {
        return reason == null;
    }

    /** Returns a column that must have a value. */
    static String text(ResultSet row, int column, String name) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            throw new UnreadableRowException(name + " is missing");
        }
        return value;
    }

    private static String oneLine(RuntimeException error) {
        String words =
                error instanceof UnreadableRowException
                        ? error.getMessage()
                        : error.getClass().getSimpleName() + ": " + error.getMessage();
        String line = words.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }
}
