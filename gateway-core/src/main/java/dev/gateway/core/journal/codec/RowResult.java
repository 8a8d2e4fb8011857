package dev.gateway.core.journal.codec;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result of reading one row of a queue: a claim, or the reason why it is unreadable. The row is
 * the unit of failure, so that a damaged row, or one of a later version, stops only itself.
 *
 * @param <T> the type of the queue's items
 * @param row the row number
 * @param id the id of the message or answer; empty if it is missing
 * @param claim the claim; null if the row is unreadable
 * @param reason the reason; null if the row is readable
 */
public record RowResult<T>(long row, String id, T claim, String reason) {

    private static final Logger LOG = LoggerFactory.getLogger(RowResult.class);

    /**
     * Reads a row whose first column is its row number.
     *
     * @param idColumn the column of its id
     */
    public static <T> RowResult<T> of(ResultSet row, int idColumn, SqliteConnection.Row<T> reader)
            throws SQLException {
        long number = row.getLong(1);
        String id = Objects.requireNonNullElse(row.getString(idColumn), "");
        try {
            return new RowResult<>(number, id, reader.read(row), null);
        } catch (RuntimeException e) {
            LOG.debug("Row {} with id {} cannot be read", number, id, e);
            return new RowResult<>(number, id, null, UnreadableRowException.reason(e));
        }
    }

    public boolean isReadable() {
        return reason == null;
    }

    /** Returns a column that must have a value. */
    public static String text(ResultSet row, int column, String name) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            throw new UnreadableRowException(name + " is missing");
        }
        return value;
    }

    /** Returns whether texts are read as they were written: half a character is not. */
    public static boolean isExact(String... texts) {
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    boolean isPair =
                            i + 1 < text.length()
                                    && Character.isSurrogatePair(
                                            text.charAt(i), text.charAt(i + 1));
                    if (!isPair) {
                        return false;
                    }
                    i++;
                }
            }
        }
        return true;
    }
}
