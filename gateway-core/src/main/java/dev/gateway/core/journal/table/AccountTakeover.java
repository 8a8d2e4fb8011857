package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The passing on of all rows of a name that stood for no known account to the account of it. */
final class AccountTakeover {

    private static final List<String> TABLES =
            List.of(
                    "message",
                    "answer",
                    "lane",
                    "cursor",
                    "note",
                    "tally",
                    "turn",
                    "conversation",
                    "pairing",
                    "pairing_request",
                    "said");

    private final SqliteConnection connection;
    private final String from;
    private final String to;

    AccountTakeover(SqliteConnection connection, String from, String to) {
        this.connection = connection;
        this.from = from;
        this.to = to;
    }

    /** Passes the rows on; returns whether there were any. */
    boolean run() throws SQLException {
        if (!isAny()) {
            return false;
        }
        connection.update(
                "INSERT INTO tally SELECT ?, what, n FROM tally WHERE account = ?"
                        + " ON CONFLICT DO UPDATE SET n = n + excluded.n",
                to,
                from);
        connection.update("DELETE FROM tally WHERE account = ?", from);
        for (String table : TABLES) {
            connection.update(
                    "UPDATE OR IGNORE " + table + " SET account = ? WHERE account = ?", to, from);
        }
        // Known to both already: kept with a key that no delivery has.
        connection.update(
                "UPDATE message SET dedup_key = dedup_key || '#' || id, account = ?"
                        + " WHERE account = ?",
                to,
                from);
        for (String table : TABLES) {
            connection.update("DELETE FROM " + table + " WHERE account = ?", from);
        }
        connection.update("DELETE FROM account WHERE id = ?", from);
        return true;
    }

    /** Asks all tables in one statement, as each account asks at each start. */
    private boolean isAny() throws SQLException {
        String any =
                TABLES.stream()
                        .map(table -> "EXISTS(SELECT 1 FROM " + table + " WHERE account = ?1)")
                        .collect(Collectors.joining(" OR ", "SELECT ", ""));
        return connection.number(any, from) == 1;
    }
}
