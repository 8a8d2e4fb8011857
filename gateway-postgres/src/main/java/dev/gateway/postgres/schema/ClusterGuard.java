package dev.gateway.postgres.schema;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.RefusedServerException;
import dev.gateway.postgres.connection.ServerIdentity;
import dev.gateway.postgres.connection.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard against another database than before, and against a former primary that still answers
 * after a failover. The home and the database both remember the identity and the highest timeline.
 *
 * <p>After a failover an asynchronous standby may lack the last changes, so what hosts hold may
 * differ from what it says. Each process registers anew then and keeps what it and the database
 * agree on; the rest is given to no process for a whole lease.
 */
public final class ClusterGuard implements ConnectionGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterGuard.class);

    /**
     * Raises the timeline. Accounts that are free may have been taken in what the standby lacks: a
     * registration that no process has keeps them, until its lease is over.
     */
    private static final String RAISE =
            """
            WITH before AS (
                SELECT system_identifier, timeline FROM meta FOR UPDATE),
            raised AS (
                UPDATE meta SET system_identifier = ?, timeline = ?
                FROM before WHERE meta.timeline < ?
                    AND coalesce(before.system_identifier, ?) = ?
                RETURNING before.timeline AS former),
            keeper AS (
                INSERT INTO session (id, home_session, host, home_id, home, pid, version,
                    schema_version, weight, lease_ms, join_after_ms)
                SELECT ?, ?, 'failover', '', '', 0, '', 0, 0, ?, 0 FROM raised WHERE former > 0
                RETURNING id),
            kept AS (
                UPDATE account SET session = keeper.id FROM keeper WHERE session IS NULL)
            SELECT system_identifier, timeline FROM before""";

    private final GatewayHome home;
    private final Duration lease;
    private final boolean writing;
    private HomeRecord record;
    private volatile boolean hasSchema;
    private volatile ServerIdentity last;
    private boolean written;

    private ClusterGuard(GatewayHome home, Duration lease, boolean writing) {
        this.home = home;
        this.lease = lease;
        this.writing = writing;
        this.record = HomeRecord.of(home);
    }

    /**
     * Returns the guard of the process that holds the home.
     *
     * @param lease the time without a beat after which a host counts as dead
     */
    public static ClusterGuard of(GatewayHome home, Duration lease) {
        return new ClusterGuard(home, lease, true);
    }

    /** Returns the guard of an operator's command, which remembers nothing. */
    public static ClusterGuard ofReader(GatewayHome home) {
        return new ClusterGuard(home, Duration.ZERO, false);
    }

    /** Returns the name of the home. */
    public synchronized String homeId() {
        return record.homeId();
    }

    /** Returns the highest timeline that was seen; 0 if none was. */
    public synchronized long timeline() {
        return record.database().map(ServerIdentity::timeline).orElse(0L);
    }

    /** Compares this connection and all later ones with what the database itself remembers. */
    public void schemaExists(Connection connection) throws SQLException {
        ServerIdentity server = last;
        hasSchema = true;
        compareWithMeta(connection, server);
        remember(server);
    }

    @Override
    public void admit(Connection connection, ServerIdentity server) throws SQLException {
        compare(connection, remembered(), server, home.cluster() + " remembers");
        last = server;
        if (!writing || !hasSchema) {
            return;
        }
        compareWithMeta(connection, server);
        remember(server);
    }

    private void compareWithMeta(Connection connection, ServerIdentity server) throws SQLException {
        String keeper = SessionId.random().text();
        Optional<ServerIdentity> before =
                Sql.first(
                                connection,
                                RAISE,
                                row ->
                                        Optional.ofNullable(row.getString(1))
                                                .map(new Identity(row.getLong(2))::of),
                                server.system(),
                                server.timeline(),
                                server.timeline(),
                                server.system(),
                                server.system(),
                                keeper,
                                keeper,
                                lease.toMillis())
                        .flatMap(found -> found);
        compare(connection, before, server, "its table meta says");
        if (before.filter(each -> each.timeline() < server.timeline()).isPresent()) {
            LOG.warn("The database has failed over: it is on timeline {}.", server.timeline());
        }
    }

    /** The timeline that belongs to the identifier of a row. */
    private record Identity(long timeline) {
        ServerIdentity of(String system) {
            return new ServerIdentity(system, timeline);
        }
    }

    private synchronized Optional<ServerIdentity> remembered() {
        return record.database();
    }

    private void compare(
            Connection connection,
            Optional<ServerIdentity> before,
            ServerIdentity server,
            String source)
            throws SQLException {
        if (before.isEmpty()) {
            return;
        }
        if (!before.get().system().equals(server.system())) {
            String schema = Optional.ofNullable(connection.getSchema()).orElse("gateway");
            throw new RefusedServerException(
                    ("The database is another one than before: it is cluster %s, and %s %s. Check"
                                    + " `journal: {url}`; if it was restored or moved on purpose, stop all"
                                    + " hosts, remove %s in the home of each, and run as the owner of its"
                                    + " tables: UPDATE %s.meta SET system_identifier = NULL, timeline = 0;")
                            .formatted(
                                    server.system(),
                                    source,
                                    before.get().system(),
                                    home.cluster().getFileName(),
                                    Database.quoted(schema)));
        }
        if (server.timeline() < before.get().timeline()) {
            throw new RefusedServerException(
                    ("The database that answers is a former primary: it is on timeline %d, and %s"
                                    + " %d. Stop it, or make it a standby of the present primary.")
                            .formatted(server.timeline(), source, before.get().timeline()));
        }
    }

    private synchronized void remember(ServerIdentity server) {
        if (written && record.database().filter(server::equals).isPresent()) {
            return;
        }
        record = record.with(server);
        try {
            record.write(home);
            written = true;
        } catch (IOException e) {
            LOG.warn("Cannot write {}: {}", home.cluster(), e.getMessage());
        }
    }
}
