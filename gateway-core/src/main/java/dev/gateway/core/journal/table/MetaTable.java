package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of single values of a journal. */
public final class MetaTable {

    private final SqliteConnection connection;

    public MetaTable(SqliteConnection connection) {
        this.connection = connection;
    }

    public Optional<String> text(String key) throws SQLException {
        return connection.first(
                "SELECT value FROM meta WHERE key = ?", row -> row.getString(1), key);
    }

    /** Returns a number that was stored with {@link #set}; empty if it is damaged. */
    public OptionalLong number(String key) throws SQLException {
        try {
            return OptionalLong.of(Long.parseLong(text(key).orElse("")));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    public void set(String key, String value) throws SQLException {
        connection.update("INSERT OR REPLACE INTO meta VALUES(?, ?)", key, value);
    }

    public void remove(String key) throws SQLException {
        connection.update("DELETE FROM meta WHERE key = ?", key);
    }

    /** Returns whether there is a value whose key begins like this. */
    public boolean hasAny(String prefix) throws SQLException {
        return connection.number(
                        "SELECT count(*) FROM meta WHERE key >= ? AND key < ?",
                        prefix,
                        prefix + "\uffff")
                > 0;
    }
}
