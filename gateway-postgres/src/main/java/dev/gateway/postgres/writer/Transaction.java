package dev.gateway.postgres.writer;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction of several statements, rolled back unless it is committed. */
public final class Transaction implements AutoCloseable {

    private final Connection connection;
    private boolean committed;

    private Transaction(Connection connection) {
        this.connection = connection;
    }

    public static Transaction begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return new Transaction(connection);
    }

    public void commit() throws SQLException {
        connection.commit();
        committed = true;
    }

    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!committed) {
            connection.rollback();
        }
        connection.setAutoCommit(true);
    }
}
