package dev.gateway.postgres.schema;

import static dev.gateway.postgres.connection.Database.quoted;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalException.Kind;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rights of the role. It needs to read and change rows; to create tables, it must own the
 * schema, or be a member of the role that does. What is missing is named with the statement that
 * grants it.
 */
final class RoleRights {

    private static final String DML = "SELECT, INSERT, UPDATE, DELETE";

    private static final String TABLES =
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p')";

    private RoleRights() {}

    /**
     * Makes the schema exist, and acts as its owner until the end of the transaction.
     *
     * @throws JournalException if the role may not
     */
    static void becomeOwner(Connection connection, Database database)
            throws SQLException, JournalException {
        requireCreation(connection, database);
        Optional<Owner> owner = owner(connection, database);
        if (owner.isEmpty()) {
            Sql.execute(connection, "CREATE SCHEMA " + quoted(database.schema()));
        } else if (owner.get().mayActAs()) {
            Sql.execute(connection, "SET LOCAL ROLE " + quoted(owner.get().role()));
        }
    }

    /**
     * Checks that the role may make the schema or, if there is one, tables in it.
     *
     * @throws JournalException if it may not
     */
    static void requireCreation(Connection connection, Database database)
            throws SQLException, JournalException {
        Optional<Owner> owner = owner(connection, database);
        if (owner.isEmpty()) {
            requireDatabase(connection, database);
        } else if (!owner.get().mayActAs() && !owner.get().mayCreate()) {
            throw missing(
                    "create the tables of the schema " + database.schema(),
                    "GRANT %s TO %s"
                            .formatted(
                                    quoted(owner.get().role()), quoted(database.config().user())));
        }
    }

    private static void requireDatabase(Connection connection, Database database)
            throws SQLException, JournalException {
        boolean may =
                Sql.first(
                                connection,
                                "SELECT has_database_privilege(current_database(), 'CREATE')",
                                row -> row.getBoolean(1))
                        .orElse(false);
        if (!may) {
            throw missing(
                    "create the schema " + database.schema(),
                    "CREATE SCHEMA %s AUTHORIZATION %s"
                            .formatted(
                                    quoted(database.schema()), quoted(database.config().user())));
        }
    }

    /** Gives the role that connects what the owner has just created. */
    static void grantUse(Connection connection, Database database) throws SQLException {
        Optional<Owner> owner = owner(connection, database);
        if (owner.isPresent() && owner.get().mayActAs()) {
            Sql.execute(connection, grant(database));
        }
    }

    /**
     * Checks that the role sees the schema, if there is one.
     *
     * @throws JournalException if it does not
     */
    static void requireAccess(Connection connection, Database database)
            throws SQLException, JournalException {
        boolean sees =
                Sql.first(
                                connection,
                                "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE"
                                        + " nspname = ?",
                                row -> row.getBoolean(1),
                                database.schema())
                        .orElse(true);
        if (!sees) {
            throw missing(
                    "use the schema " + database.schema(),
                    "GRANT USAGE ON SCHEMA %s TO %s; %s"
                            .formatted(
                                    quoted(database.schema()),
                                    quoted(database.config().user()),
                                    grant(database)));
        }
    }

    /**
     * Checks that the role may read and change the rows of every table.
     *
     * @throws JournalException if it may not
     */
    static void requireUse(Connection connection, Database database)
            throws SQLException, JournalException {
        List<String> forbidden =
                Sql.list(
                        connection,
                        TABLES
                                + " AND NOT (has_schema_privilege(n.oid, 'USAGE')"
                                + " AND has_table_privilege(c.oid, 'SELECT')"
                                + " AND has_table_privilege(c.oid, 'INSERT')"
                                + " AND has_table_privilege(c.oid, 'UPDATE')"
                                + " AND has_table_privilege(c.oid, 'DELETE')) ORDER BY 1",
                        row -> row.getString(1),
                        database.schema());
        if (!forbidden.isEmpty()) {
            throw missing(
                    "use the table " + database.schema() + "." + forbidden.get(0), grant(database));
        }
    }

    /**
     * Checks that the role may read the tables that every command of an operator looks at.
     *
     * @throws JournalException if it may not
     */
    static void requireRead(Connection connection, Database database)
            throws SQLException, JournalException {
        List<String> forbidden =
                Sql.list(
                        connection,
                        TABLES
                                + " AND c.relname IN ('meta', 'session', 'account', 'candidate')"
                                + " AND NOT has_table_privilege(c.oid, 'SELECT') ORDER BY 1",
                        row -> row.getString(1),
                        database.schema());
        if (!forbidden.isEmpty()) {
            throw missing(
                    "read the table " + database.schema() + "." + forbidden.get(0),
                    grant(database));
        }
    }

    private static String grant(Database database) {
        return "GRANT %s ON ALL TABLES IN SCHEMA %s TO %s"
                .formatted(DML, quoted(database.schema()), quoted(database.config().user()));
    }

    private static JournalException missing(String what, String grant) {
        return new JournalException(
                Kind.NOT_PERMITTED,
                "The role may not " + what + ". Run as a superuser of the database: " + grant + ";",
                null);
    }

    private static Optional<Owner> owner(Connection connection, Database database)
            throws SQLException {
        return Sql.first(
                connection,
                "SELECT pg_get_userbyid(nspowner), pg_has_role(nspowner, 'MEMBER'),"
                        + " has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = ?",
                row -> new Owner(row.getString(1), row.getBoolean(2), row.getBoolean(3)),
                database.schema());
    }

    /**
     * The owner of the schema.
     *
     * @param role its name
     * @param mayActAs whether the connected role is this one, or a member of it
     * @param mayCreate whether the connected role may create tables without it
     */
    private record Owner(String role, boolean mayActAs, boolean mayCreate) {}
}
