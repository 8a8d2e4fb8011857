package dev.gateway.core.journal.table;

import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account that each platform name in the config stood for last. Cursor, notes and dedup keys
 * belong to an account and not to a name, so that a bot never continues at another bot's position.
 */
public final class AccountTable {

    private static final String SEPARATOR = "/";

    private final SqliteConnection connection;

    public AccountTable(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Returns the dedup key of a message of an account. */
    public static String dedupKey(String platform, String account, String key) {
        return account.equals(platform) ? key : account + SEPARATOR + key;
    }

    /**
     * Stores the account of a platform. The first one takes over the data stored under the name
     * alone by a version without accounts.
     */
    public void bind(String platform, String account) throws SQLException {
        if (account.equals(platform)) {
            return; // The platform may have an account again later.
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

    /** Returns the accounts whose data a platform name in the config may stand for. */
    List<String> of(String platform) throws SQLException {
        List<String> accounts =
                new ArrayList<>(
                        connection.list(
                                "SELECT account FROM account WHERE platform = ?",
                                row -> row.getString(1),
                                platform));
        accounts.add(platform);
        return accounts;
    }

    /** Returns the platform names in the config that stand or stood for an account. */
    List<String> platforms(String account) throws SQLException {
        List<String> names =
                connection.list(
                        "SELECT platform FROM account WHERE account = ? ORDER BY platform",
                        row -> row.getString(1),
                        account);
        return names.isEmpty() ? List.of(account) : names;
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
        for (String table : List.of("pairing", "pairing_request")) {
            connection.update(
                    "UPDATE OR REPLACE %s SET account = ? WHERE account = ?".formatted(table),
                    account,
                    platform);
        }
        connection.update(
                "UPDATE message SET dedup_key = ? || dedup_key WHERE platform = ?",
                account + SEPARATOR,
                platform);
    }
}
