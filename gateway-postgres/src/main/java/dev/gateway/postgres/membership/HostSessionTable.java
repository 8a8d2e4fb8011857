package dev.gateway.postgres.membership;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.notice.Notice;
import dev.gateway.postgres.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The statements on registrations. */
final class HostSessionTable {

    /**
     * Ends registrations, and takes their accounts over, in the statement that registers: in two,
     * another host would take the accounts between them.
     */
    private static final String REGISTER =
            """
            WITH ended AS (
                DELETE FROM session WHERE id = ANY (?)),
            registered AS (
                INSERT INTO session (id, home_session, host, home_id, home, boot_id, pid,
                    start_ticks, pid_namespace, version, schema_version, weight, draining,
                    outgoing, successor_of, lease_ms, join_after_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)),
            heirs AS (
                UPDATE session SET successor_of = ?
                WHERE successor_of = ANY (?) AND id <> ALL (?)),
            taken AS (
                UPDATE account SET session = ?, epoch = epoch + 1, since = now()
                WHERE session = ANY (?) AND (NOT ? OR id = ANY (?)) RETURNING id, epoch),
            withheld AS (
                UPDATE account SET session = (
                    SELECT id FROM session WHERE pid = 0 ORDER BY since DESC, id LIMIT 1)
                WHERE session = ANY (?) AND ? AND id <> ALL (?)),
            told AS (
                SELECT pg_notify(?, ?))
            SELECT t.id, t.epoch FROM told LEFT JOIN taken t ON true""";

    private static final String BEAT =
            """
            UPDATE session SET beat = beat + 1, beat_at = now() WHERE id = ?
            RETURNING current_setting('synchronous_standby_names') <> ''
                AND current_setting('synchronous_commit') NOT IN ('off', 'local')""";

    private final String channel;

    HostSessionTable(String channel) {
        this.channel = channel;
    }

    /**
     * Registers this process.
     *
     * @param ended registrations that end with it, whose accounts it takes
     * @param only the accounts to which that is limited, if it is: the others are kept by the
     *     registration that no process has, or free
     * @return the accounts that it has taken
     */
    Map<AccountId, Long> register(
            Connection connection,
            SessionId id,
            OwnFacts facts,
            HostMarks marks,
            Optional<SessionId> successorOf,
            List<SessionId> ended,
            Optional<Set<AccountId>> only)
            throws SQLException {
        Map<AccountId, Long> taken = new HashMap<>();
        Sql.list(
                connection,
                REGISTER,
                row -> {
                    if (row.getString(1) != null) {
                        taken.put(new AccountId(row.getString(1)), row.getLong(2));
                    }
                    return true;
                },
                ended,
                id.text(),
                facts.homeSession().text(),
                facts.host().name(),
                facts.homeId(),
                facts.home(),
                facts.process().bootId().orElse(null),
                facts.process().pid(),
                facts.process().startTicks().isPresent()
                        ? facts.process().startTicks().getAsLong()
                        : null,
                facts.process().pidNamespace().orElse(null),
                facts.version(),
                Schema.version(),
                facts.host().weight(),
                marks.draining(),
                marks.outgoing(),
                successorOf.map(SessionId::text).orElse(null),
                facts.lease().toMillis(),
                facts.host().joinAfter().toMillis(),
                id.text(),
                ended,
                ended,
                id.text(),
                ended,
                only.isPresent(),
                only.orElse(Set.of()),
                ended,
                only.isPresent(),
                only.orElse(Set.of()),
                channel,
                Notice.payload(Notice.Kind.HOSTS, id.text()));
        return taken;
    }

    /**
     * Counts a beat; returns whether the database waits for a standby before it confirms. Empty if
     * the registration has ended.
     */
    Optional<Boolean> beat(Connection connection, SessionId id) throws SQLException {
        return Sql.first(connection, BEAT, row -> row.getBoolean(1), id.text());
    }

    /** Returns all registrations, the oldest first. */
    List<SessionRow> all(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT " + SessionRow.COLUMNS + " FROM session ORDER BY since, id",
                SessionRow::of);
    }

    /** Ends a registration whose beat is still that number; returns whether it did. */
    boolean endSilent(Connection connection, SessionId id, long beat) throws SQLException {
        return !Sql.list(
                        connection,
                        "WITH ended AS (DELETE FROM session WHERE id = ? AND beat = ?"
                                + " RETURNING true) SELECT pg_notify(?, ?) FROM ended",
                        row -> true,
                        id.text(),
                        beat,
                        channel,
                        Notice.payload(Notice.Kind.HOSTS, id.text()))
                .isEmpty();
    }

    /** Ends the registration of this process, and frees what it still has. */
    void leave(Connection connection, SessionId id) throws SQLException {
        Sql.list(
                connection,
                "WITH ended AS (DELETE FROM session WHERE id = ? RETURNING true)"
                        + " SELECT pg_notify(?, ?) FROM ended",
                row -> true,
                id.text(),
                channel,
                Notice.payload(Notice.Kind.HOSTS, id.text()));
    }

    /** Writes what others have to know about this process. */
    void mark(Connection connection, SessionId id, HostMarks marks) throws SQLException {
        Sql.list(
                connection,
                "WITH marked AS (UPDATE session SET draining = ?, outgoing = ? WHERE id = ?"
                        + " RETURNING true) SELECT pg_notify(?, ?) FROM marked",
                row -> true,
                marks.draining(),
                marks.outgoing(),
                id.text(),
                channel,
                Notice.payload(Notice.Kind.HOSTS, id.text()));
    }

    /** Marks the processes of a host; returns the number of them. */
    int drain(Connection connection, String host, boolean on) throws SQLException {
        return Sql.list(
                        connection,
                        "WITH marked AS (UPDATE session SET draining = ? WHERE host = ? AND pid <> 0"
                                + " RETURNING id) SELECT pg_notify(?, ?) FROM marked",
                        row -> true,
                        on,
                        host,
                        channel,
                        Notice.payload(Notice.Kind.HOSTS, host))
                .size();
    }

    /** Returns the names of the accounts that any of the registrations holds. */
    static int countAccounts(Connection connection, SessionId session) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT count(*) FROM account WHERE session = ?",
                        row -> row.getInt(1),
                        session.text())
                .orElse(0);
    }

    static List<SessionId> ids(Collection<SessionRow> rows) {
        return rows.stream().map(SessionRow::id).toList();
    }
}
