package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.notice.Notice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements on the accounts that processes have in their configs. */
final class CandidateTable {

    /**
     * Accounts are added in one order, so that hosts that start at once do not block each other.
     */
    private static final String DECLARE =
            """
            WITH given AS (
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])
                    AS g (account, name, host, settings)),
            known AS (
                INSERT INTO account (id, name) SELECT account, name FROM given ORDER BY account
                ON CONFLICT (id) DO NOTHING),
            gone AS (
                DELETE FROM candidate WHERE session = ?
                    AND account NOT IN (SELECT account FROM given)),
            declared AS (
                INSERT INTO candidate (session, account, name, preferred_host, settings)
                SELECT ?, account, name, host, settings FROM given
                ON CONFLICT (session, account) DO UPDATE
                SET name = excluded.name, preferred_host = excluded.preferred_host,
                    settings = excluded.settings)
            SELECT pg_notify(?, ?)""";

    private final String channel;

    CandidateTable(String channel) {
        this.channel = channel;
    }

    /** An account in the config of a process. */
    record Row(SessionId session, AccountId account, Optional<String> preferredHost) {}

    /** Replaces the accounts of a process. */
    void declare(Connection connection, SessionId session, Collection<AccountClaim> claims)
            throws SQLException {
        List<AccountClaim> sorted =
                claims.stream()
                        .sorted(Comparator.comparing(claim -> claim.account().value()))
                        .toList();
        Sql.list(
                connection,
                DECLARE,
                row -> true,
                sorted.stream().map(AccountClaim::account).toList(),
                sorted.stream().map(AccountClaim::name).toList(),
                sorted.stream().map(each -> each.preferredHost().orElse(null)).toList(),
                sorted.stream().map(AccountClaim::settings).toList(),
                session.text(),
                session.text(),
                channel,
                Notice.payload(Notice.Kind.HOSTS, session.text()));
    }

    /** Returns the digests of the settings, where processes have declared them. */
    Map<AccountId, Map<SessionId, String>> settings(Connection connection) throws SQLException {
        Map<AccountId, Map<SessionId, String>> settings = new HashMap<>();
        Sql.list(
                connection,
                "SELECT account, session, settings FROM candidate WHERE settings <> ''",
                row ->
                        settings.computeIfAbsent(
                                        new AccountId(row.getString(1)), each -> new HashMap<>())
                                .put(new SessionId(row.getString(2)), row.getString(3)));
        return settings;
    }

    /** Returns the accounts of all processes. */
    List<Row> all(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT session, account, preferred_host FROM candidate",
                row ->
                        new Row(
                                new SessionId(row.getString(1)),
                                new AccountId(row.getString(2)),
                                Optional.ofNullable(row.getString(3))));
    }
}
