package dev.gateway.core.journal.table;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountLabel;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The accounts: the last name of each in the config, and the session that holds its token. Rows of
 * all tables belong to an account and not to a name, so that a renamed account keeps them and a bot
 * never continues at another bot's position. All methods run inside a transaction of the caller.
 */
public final class AccountTable {

    private final SqliteConnection connection;
    private final SessionId self;
    private final Runnable moved;

    /** The holdings of this session that were seen in the rows as they are now. */
    private final Map<String, Long> held = new HashMap<>();

    /**
     * Creates the table as used by a session.
     *
     * @param moved called when rows have passed from a name to its account
     */
    public AccountTable(SqliteConnection connection, SessionId self, Runnable moved) {
        this.connection = connection;
        this.self = self;
        this.moved = moved;
    }

    /**
     * Lets a name stand for an account. What belongs to the name alone, as earlier versions wrote
     * it and as rows of accounts without identity are, goes to this account.
     */
    public void bind(AccountBinding binding) throws SQLException {
        AccountId account = binding.account();
        String name = binding.name();
        if (!current(name).equals(Optional.of(account.value()))) {
            connection.update(
                    "INSERT INTO account(id, name, named)"
                            + " VALUES(?, ?, (SELECT coalesce(max(named), 0) + 1 FROM account))"
                            + " ON CONFLICT DO UPDATE SET name = excluded.name,"
                            + " named = excluded.named",
                    account.value(),
                    name);
        }
        takeOver(name, account);
        if (account.isIdentified()) {
            takeOver(AccountId.named(account.type(), name).value(), account);
        }
    }

    private void takeOver(String former, AccountId account) throws SQLException {
        if (!former.equals(account.value())
                && new AccountTakeover(connection, former, account.value()).run()) {
            moved.run();
        }
    }

    /**
     * Makes this session the holder of a bound account.
     *
     * @param leaseEpoch the number of the holding of its token
     * @return the number of the holding of the account, higher than that of every earlier one
     */
    public long hold(AccountId account, long leaseEpoch, long now) throws SQLException {
        held.remove(account.value());
        connection.update(
                "UPDATE account SET session = ?, epoch = max(epoch + 1, ?), since = ?"
                        + " WHERE id = ?",
                self.text(),
                leaseEpoch,
                now,
                account.value());
        return connection.number("SELECT epoch FROM account WHERE id = ?", account.value());
    }

    /** Returns whether this session still is the holder of an account, under that number. */
    public boolean isHeld(AccountBinding binding, long epoch, long now) throws SQLException {
        String account = binding.account().value();
        if (Long.valueOf(epoch).equals(held.get(account))) {
            return true;
        }
        Optional<Boolean> found =
                connection.first(
                        "SELECT session = ? AND epoch = ? FROM account WHERE id = ?",
                        row -> row.getBoolean(1),
                        self.text(),
                        epoch,
                        account);
        if (found.isEmpty()) {
            // A damaged journal was replaced: no other process has taken the account over.
            bind(binding);
            hold(binding.account(), epoch, now);
            return true;
        }
        if (found.get()) {
            held.put(account, epoch);
        }
        return found.get();
    }

    /** Makes the next question for a holding read the rows, which others may have changed. */
    public void forgetHoldings() {
        held.clear();
    }

    /** Stores an account that no gateway has served yet, under its name in the config. */
    public void introduce(AccountId account, String name) throws SQLException {
        if (connection.number("SELECT EXISTS(SELECT 1 FROM account WHERE id = ?)", account.value())
                == 0) {
            bind(AccountBinding.of(name, account));
        }
    }

    /** Returns the account for which a name stands. */
    private Optional<String> current(String name) throws SQLException {
        return connection.first(
                "SELECT id FROM account WHERE name = ? ORDER BY named DESC LIMIT 1",
                row -> row.getString(1),
                name);
    }

    /** Returns the accounts that a person may mean with a word: a name, or an identity. */
    List<String> of(String word) throws SQLException {
        List<String> accounts = new ArrayList<>(List.of(word));
        current(word).filter(id -> !id.equals(word)).ifPresent(accounts::add);
        return accounts;
    }

    /** Returns an account as people know it. */
    public AccountLabel label(String account) throws SQLException {
        AccountId id = new AccountId(account.isBlank() ? "unknown" : account);
        return connection
                .first(
                        "SELECT name, named = (SELECT max(other.named) FROM account other"
                                + " WHERE other.name = account.name) FROM account WHERE id = ?",
                        row -> new AccountLabel(row.getString(1), id, row.getBoolean(2)),
                        account)
                .orElseGet(() -> new AccountLabel(id.value(), id, true));
    }
}
