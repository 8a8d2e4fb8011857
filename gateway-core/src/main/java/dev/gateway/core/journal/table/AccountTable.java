package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Which account the name of a platform in the config stood for last. Cursor, notes and dedup keys
 * belong to an account and not to a name, so that a bot never goes on where another one was.
 */
public final class AccountTable {

    private static final String SEPARATOR = "/";

    private final SqliteConnection connection;

    public AccountTable(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Returns the key under which a message of an account is known. */
    public static String dedupKey(String platform, String account, String key) {
        return account.equals(platform) ? key : account + SEPARATOR + key;
    }

    /**
     * Notes the account of a platform. The first one takes over what was stored under the name
     * alone, by a version that knew no accounts.
     */
    public void bind(String platform, String account) throws SQLException {
        if (account.equals(platform)) {
            return; // it may have one again later
        }
        Optional<String> bound =
                connection.first(
                        "SELECT account FROM account WHERE platform = ?",
                        row -> row.getString(1),
                        platform);
        if (bound.equals(Optional.of(account))) {
            return;
        }
        if (bound.isEmpty()) {
            adopt(platform, account);
        }
        connection.update("INSERT OR REPLACE INTO account VALUES(?, ?)", platform, account);
    }

    private void adopt(String platform, String account) throws SQLException {
        connection.update(
                "INSERT OR IGNORE INTO cursor SELECT ?, value FROM cursor WHERE platform = ?",
                account,
                platform);
        connection.update("DELETE FROM cursor WHERE platform = ?", platform);
        connection.update(
                "INSERT OR IGNORE INTO note SELECT ?, key, value FROM note WHERE platform = ?",
                account,
                platform);
        connection.update("DELETE FROM note WHERE platform = ?", platform);
        connection.update(
                "UPDATE message SET dedup_key = ? || dedup_key WHERE platform = ?",
                account + SEPARATOR,
                platform);
    }
}
