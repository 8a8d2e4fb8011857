package dev.gateway.postgres.admin;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.DatabaseErrors;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.notice.Notice;
import dev.gateway.postgres.schema.ClusterGuard;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The connection of a command. A broken one is replaced for the next read. Not thread-safe. */
final class OperatorConnection implements AutoCloseable {

    private static final ConnectionUse USE = ConnectionUse.read("operator");

    private final Database database;
    private final boolean readOnly;
    private Connection connection;

    private OperatorConnection(Database database, boolean readOnly) {
        this.database = database;
        this.readOnly = readOnly;
    }

    /**
     * Connects to the database of a journal; empty if it has no schema yet.
     *
     * @throws IOException if it cannot be reached, or belongs to another version
     */
    static Optional<OperatorConnection> open(JournalLocation location, boolean readOnly)
            throws IOException {
        GatewayHome home = location.home();
        var database =
                new Database(
                        location.config().postgres().orElseThrow(),
                        location.host().name(),
                        ClusterGuard.ofReader(home));
        var opened = new OperatorConnection(database, readOnly);
        boolean done = false;
        try {
            done = Schema.check(opened.connection(), database);
            return done ? Optional.of(opened) : Optional.empty();
        } catch (SQLException e) {
            throw database.failure(e);
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    /** Runs a query; anew on another connection if this one breaks. */
    <T> T read(Step<T> step) throws IOException {
        try {
            return step.run(connection());
        } catch (SQLException e) {
            if (!DatabaseErrors.isPassing(e)) {
                throw database.failure(e);
            }
            close();
        }
        try {
            return step.run(connection());
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** Runs a change in a transaction, with a notice to the hosts when it is committed. */
    <T> T change(Step<T> step) throws IOException {
        boolean done = false;
        try {
            Connection open = connection();
            open.setAutoCommit(false);
            T changed = step.run(open);
            Notice.send(open, database, Notice.Kind.JOURNAL, "");
            open.commit();
            open.setAutoCommit(true);
            done = true;
            return changed;
        } catch (SQLException e) {
            throw database.failure(e);
        } finally {
            if (!done) {
                close(); // The server rolls back.
            }
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = database.connect(USE);
            if (readOnly) {
                Sql.execute(connection, "SET default_transaction_read_only = on");
            }
        }
        return connection;
    }

    /** Closes the connection; the next use opens another one. */
    @Override
    public void close() {
        Connection former = connection;
        connection = null;
        if (former != null) {
            try {
                former.close();
            } catch (SQLException e) {
                // It is gone.
            }
        }
    }

    @FunctionalInterface
    interface Step<T> {
        T run(Connection connection) throws SQLException;
    }
}
