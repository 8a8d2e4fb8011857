package dev.gateway.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;

/** The decision on whether a server may be used, for each new connection. Thread-safe. */
@FunctionalInterface
public interface ConnectionGuard {

    /** Admits every server. */
    ConnectionGuard NONE = (connection, server) -> {};

    /**
     * Admits the server, or throws.
     *
     * @param connection the new connection, in autocommit
     * @throws RefusedServerException if it must not be used
     */
    void admit(Connection connection, ServerIdentity server) throws SQLException;
}
