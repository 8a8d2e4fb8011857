package dev.gateway.postgres.schema;

import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The version of a schema.
 *
 * @param number the number of steps that it has
 * @param oldestReader the version that a gateway must know to use it
 */
public record SchemaVersion(int number, int oldestReader) {

    /** Returns the version of the schema; empty if there is none. */
    public static Optional<SchemaVersion> of(Connection connection, Database database)
            throws SQLException {
        boolean exists =
                Sql.first(
                                connection,
                                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                                        + " c.relnamespace WHERE n.nspname = ? AND c.relname = 'meta'",
                                row -> row.getLong(1) > 0,
                                database.schema())
                        .orElse(false);
        return exists
                ? Sql.first(
                        connection,
                        "SELECT schema_version, oldest_reader FROM meta",
                        row -> new SchemaVersion(row.getInt(1), row.getInt(2)))
                : Optional.empty();
    }
}
