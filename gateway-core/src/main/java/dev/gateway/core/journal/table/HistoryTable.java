package dev.gateway.core.journal.table;

import dev.gateway.core.journal.History.Turn;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The table of recent exchanges. All methods run inside a transaction of the caller. */
public final class HistoryTable {

    /**
     * The limit of one read, more than any handler sends along; many long turns must not be in
     * memory at a time.
     */
    private static final int MAX_CHARACTERS = 200_000;

    private final SqliteConnection connection;

    public HistoryTable(SqliteConnection connection) {
        this.connection = connection;
    }

    public List<Turn> recent(String account, String conversation, int limit) throws SQLException {
        List<Turn> turns =
                new ArrayList<>(
                        connection.list(
                                "SELECT message, said, answered FROM (SELECT id, message, said,"
                                        + " answered, sum(length(said) + length(answered))"
                                        + " OVER (ORDER BY id DESC) AS total FROM turn"
                                        + " WHERE account = ? AND conversation = ?"
                                        + " ORDER BY id DESC LIMIT ?) WHERE total <= "
                                        + MAX_CHARACTERS
                                        + " ORDER BY id DESC",
                                row -> new Turn(text(row, 1), text(row, 2), text(row, 3)),
                                account,
                                conversation,
                                limit));
        Collections.reverse(turns);
        return turns;
    }

    /**
     * Returns a column's text, empty if it is missing: a damaged turn must not make the others
     * unreadable.
     */
    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    public void store(String account, String conversation, Turn turn, int keep, long now)
            throws SQLException {
        connection.update(
                "INSERT INTO turn(account, conversation, message, said, answered, at)"
                        + " VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(message) DO UPDATE SET"
                        + " said = excluded.said, answered = excluded.answered, at = excluded.at",
                account,
                conversation,
                turn.messageId(),
                turn.message(),
                turn.answer(),
                now);
        connection.update(
                "DELETE FROM turn WHERE account = ? AND conversation = ? AND id <="
                        + " (SELECT id FROM turn WHERE account = ? AND conversation = ?"
                        + " ORDER BY id DESC LIMIT 1 OFFSET ?)",
                account,
                conversation,
                account,
                conversation,
                keep);
    }

    public void clear(String account, String conversation) throws SQLException {
        connection.update(
                "DELETE FROM turn WHERE account = ? AND conversation = ?", account, conversation);
    }
}
