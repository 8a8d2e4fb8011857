package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.ClusterGuard;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's access to the hosts by a connection of its own. */
public final class PostgresClusterAdmin implements ClusterAdmin {

    private static final ConnectionUse USE = ConnectionUse.read("cluster");

    private static final String PENDING =
            """
            SELECT a.session, count(*) FROM message m JOIN account a ON a.id = m.account
            WHERE m.state = 0 AND m.claimed_by IS NULL AND a.session IS NOT NULL
            GROUP BY a.session""";

    private final Database database;
    private final Connection connection;
    private final HostSessionTable sessionTable;
    private final AccountTable accountTable;
    private final CandidateTable candidateTable;

    private PostgresClusterAdmin(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
        this.sessionTable = new HostSessionTable(database.channel());
        this.accountTable = new AccountTable(database.channel());
        this.candidateTable = new CandidateTable(database.channel());
    }

    /**
     * Connects; empty if the database has no schema yet, and the first host can make it.
     *
     * @throws IOException if the database cannot be used, or a right is missing, with the next step
     */
    public static Optional<ClusterAdmin> open(JournalLocation location) throws IOException {
        var database =
                new Database(
                        location.config().postgres().orElseThrow(),
                        location.host().name(),
                        ClusterGuard.ofReader(location.home()));
        try {
            Connection connection = database.connect(USE);
            boolean done = false;
            try {
                done = Schema.check(connection, database);
                if (!done) {
                    Schema.requireCreation(connection, database);
                }
                return done
                        ? Optional.of(new PostgresClusterAdmin(database, connection))
                        : Optional.empty();
            } finally {
                if (!done) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    @Override
    public ClusterView view() throws IOException {
        return run(
                () ->
                        ViewReader.view(
                                SessionId.random(),
                                sessionTable.all(connection),
                                accountTable.all(connection),
                                candidateTable.all(connection),
                                SessionRow::seenAgo));
    }

    @Override
    public Map<SessionId, Long> pending() throws IOException {
        Map<SessionId, Long> pending = new HashMap<>();
        run(
                () ->
                        Sql.list(
                                connection,
                                PENDING,
                                row ->
                                        pending.put(
                                                new SessionId(row.getString(1)), row.getLong(2))));
        return pending;
    }

    @Override
    public boolean drain(String host, boolean on) throws IOException {
        return run(() -> sessionTable.drain(connection, host, on) > 0);
    }

    @Override
    public boolean move(AccountId account, String host) throws IOException {
        return run(() -> accountTable.order(connection, account, host));
    }

    @Override
    public Map<AccountId, Map<SessionId, String>> settings() throws IOException {
        return run(() -> candidateTable.settings(connection));
    }

    @Override
    public List<Finding> findings() throws IOException {
        return run(() -> new DatabaseFindings(database, connection).all());
    }

    private <T> T run(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** A step in the database. */
    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    @Override
    public void close() throws IOException {
        run(
                () -> {
                    connection.close();
                    return true;
                });
    }
}
