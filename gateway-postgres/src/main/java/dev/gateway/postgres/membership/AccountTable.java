package dev.gateway.postgres.membership;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.notice.GivenNotice;
import dev.gateway.postgres.notice.Notice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements on the holders of accounts. */
final class AccountTable {

    /** In one order, so that two hosts that take the same accounts do not wait for each other. */
    private static final String TAKE =
            """
            WITH free AS (
                SELECT id FROM account WHERE id = ANY (?) AND session IS NULL
                ORDER BY id FOR NO KEY UPDATE),
            taken AS (
                UPDATE account a SET session = ?, epoch = epoch + 1, since = now()
                FROM free WHERE a.id = free.id AND a.session IS NULL
                RETURNING a.id, a.epoch)
            SELECT id, epoch, pg_notify(?, ?) FROM taken""";

    /** A target that has gone or takes nothing any more gets nothing: the account is free then. */
    private static final String RELEASE =
            """
            WITH given AS (
                SELECT g.id, g.epoch, t.id AS target
                FROM unnest(?::text[], ?::text[], ?::text[]) AS g (id, epoch, target)
                LEFT JOIN session t ON t.id = g.target AND (NOT t.outgoing OR t.id = ?)),
            released AS (
                UPDATE account a
                SET session = given.target,
                    epoch = a.epoch + CASE WHEN given.target IS NULL THEN 0 ELSE 1 END,
                    since = CASE WHEN given.target IS NULL THEN NULL ELSE now() END
                FROM given
                WHERE a.id = given.id AND a.session = ? AND a.epoch = given.epoch::bigint
                RETURNING a.id, a.epoch, a.session, a.cursor)
            SELECT id, epoch, session, pg_notify(?, CASE WHEN session IS NULL THEN ? ELSE ? || %s END)
            FROM released"""
                    .formatted(GivenNotice.DETAIL);

    private final String channel;

    AccountTable(String channel) {
        this.channel = channel;
    }

    /** An account as the database shows it. */
    record Row(
            AccountId id,
            String name,
            long epoch,
            Optional<SessionId> session,
            Optional<String> wantedHost) {

        private static Row of(ResultSet row) throws SQLException {
            return new Row(
                    new AccountId(row.getString(1)),
                    row.getString(2),
                    row.getLong(3),
                    Optional.ofNullable(row.getString(4)).map(SessionId::new),
                    Optional.ofNullable(row.getString(5)));
        }
    }

    /** Returns all accounts. */
    List<Row> all(Connection connection) throws SQLException {
        return Sql.list(
                connection, "SELECT id, name, epoch, session, wanted_host FROM account", Row::of);
    }

    /** Returns the accounts of a registration. */
    Map<AccountId, Long> heldBy(Connection connection, SessionId session) throws SQLException {
        Map<AccountId, Long> held = new HashMap<>();
        Sql.list(
                connection,
                "SELECT id, epoch FROM account WHERE session = ?",
                row -> held.put(new AccountId(row.getString(1)), row.getLong(2)),
                session.text());
        return held;
    }

    /** Takes those of the accounts that are free; returns them. */
    Map<AccountId, Long> take(
            Connection connection, SessionId session, Collection<AccountId> accounts)
            throws SQLException {
        Map<AccountId, Long> taken = new HashMap<>();
        Sql.list(
                connection,
                TAKE,
                row -> taken.put(new AccountId(row.getString(1)), row.getLong(2)),
                accounts,
                session.text(),
                channel,
                Notice.payload(Notice.Kind.ACCOUNTS, session.text()));
        return taken;
    }

    /** Gives accounts up, in one statement; returns the new holders of those that have one. */
    Map<AccountId, Given> release(Connection connection, SessionId session, List<Release> releases)
            throws SQLException {
        Map<AccountId, Given> given = new HashMap<>();
        Sql.list(
                connection,
                RELEASE,
                row -> {
                    String holder = row.getString(3);
                    if (holder != null) {
                        given.put(
                                new AccountId(row.getString(1)),
                                new Given(new SessionId(holder), row.getLong(2)));
                    }
                    return true;
                },
                releases.stream().map(Release::account).toList(),
                releases.stream().map(Release::epoch).toList(),
                releases.stream().map(each -> each.target().orElse(null)).toList(),
                session.text(),
                session.text(),
                channel,
                Notice.payload(Notice.Kind.ACCOUNTS, session.text()),
                Notice.payload(Notice.Kind.GIVEN, ""));
        return given;
    }

    /**
     * An account that is given up.
     *
     * @param account the account
     * @param epoch the number of the holding that ends
     * @param target the process that gets it; empty if it becomes free
     */
    record Release(AccountId account, long epoch, Optional<SessionId> target) {}

    /**
     * A new holder.
     *
     * @param session its registration
     * @param epoch the number of its holding
     */
    record Given(SessionId session, long epoch) {}

    /** Has the server and this process prepare the statements that a handover waits for. */
    void prepare(Connection connection, SessionId session) throws SQLException {
        release(connection, session, List.of());
        take(connection, session, List.of());
        heldBy(connection, session);
    }

    /** Orders that a host holds an account; returns whether the account is known. */
    boolean order(Connection connection, AccountId account, String host) throws SQLException {
        return !Sql.list(
                        connection,
                        "WITH ordered AS (UPDATE account SET wanted_host = ? WHERE id = ?"
                                + " RETURNING true) SELECT pg_notify(?, ?) FROM ordered",
                        row -> true,
                        host,
                        account.value(),
                        channel,
                        Notice.payload(Notice.Kind.ACCOUNTS, account.value()))
                .isEmpty();
    }
}
