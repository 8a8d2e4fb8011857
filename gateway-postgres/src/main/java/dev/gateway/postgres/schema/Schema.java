package dev.gateway.postgres.schema;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalException.Kind;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schema as a list of steps: a database of version n has the first n of them. The first host of
 * a new version takes the steps, under a lock, while hosts of the former version go on.
 */
public final class Schema {

    private static final List<SchemaStep> STEPS =
            List.of(
                    new SchemaStep(
                            Stream.of(
                                            MembershipTables.first(),
                                            JournalTables.first(),
                                            AttachmentTables.first())
                                    .flatMap(List::stream)
                                    .toList()),
                    new SchemaStep(MembershipTables.settings()));

    private static final String META =
            """
            CREATE TABLE meta (
                single boolean PRIMARY KEY DEFAULT true CHECK (single),
                schema_version integer NOT NULL,
                oldest_reader integer NOT NULL,
                system_identifier text,
                timeline bigint NOT NULL DEFAULT 0
            )""";

    private Schema() {}

    /** Returns the version that this code writes. */
    public static int version() {
        return STEPS.size();
    }

    /**
     * Brings the schema to the present version, and checks the rights of the role.
     *
     * @throws JournalException if the gateway is too old for the schema, or a right is missing
     */
    public static void migrate(Connection connection, Database database)
            throws SQLException, JournalException {
        RoleRights.requireAccess(connection, database);
        Optional<SchemaVersion> found = SchemaVersion.of(connection, database);
        if (found.isEmpty() || found.get().number() < version()) {
            Sql.execute(connection, "BEGIN");
            boolean done = false;
            try {
                takeSteps(connection, database);
                Sql.execute(connection, "COMMIT");
                done = true;
            } finally {
                if (!done) {
                    rollback(connection);
                }
            }
            found = SchemaVersion.of(connection, database);
        }
        requireReadable(found, database);
        RoleRights.requireUse(connection, database);
    }

    /**
     * Checks that the schema can be used, and changes nothing. For an operator's commands.
     *
     * @return whether there is one
     * @throws JournalException if the gateway is too old for it, or too new
     */
    public static boolean check(Connection connection, Database database)
            throws SQLException, JournalException {
        RoleRights.requireAccess(connection, database);
        RoleRights.requireRead(connection, database);
        Optional<SchemaVersion> found = SchemaVersion.of(connection, database);
        if (found.isEmpty()) {
            return false;
        }
        requireReadable(found, database);
        if (found.get().number() < version()) {
            throw new JournalException(
                    Kind.UNSUITABLE,
                    ("The schema %s of %s has version %d, older than this gateway's %d; start a"
                                    + " gateway of this version once, it brings the schema up.")
                            .formatted(
                                    database.schema(),
                                    database.config().address(),
                                    found.get().number(),
                                    version()),
                    null);
        }
        return true;
    }

    /**
     * Checks the rights of the role.
     *
     * @throws JournalException if one is missing, with the statement that grants it
     */
    public static void requireRights(Connection connection, Database database)
            throws SQLException, JournalException {
        RoleRights.requireAccess(connection, database);
        RoleRights.requireUse(connection, database);
    }

    /**
     * Checks that a first host could make the schema. For an operator's commands.
     *
     * @throws JournalException if a right is missing, with the statement that grants it
     */
    public static void requireCreation(Connection connection, Database database)
            throws SQLException, JournalException {
        RoleRights.requireCreation(connection, database);
    }

    private static void requireReadable(Optional<SchemaVersion> found, Database database)
            throws JournalException {
        if (found.isPresent() && found.get().oldestReader() > version()) {
            throw new JournalException(
                    Kind.UNSUITABLE,
                    ("The schema %s of %s needs a gateway that knows version %d, this one knows"
                                    + " %d; upgrade this gateway.")
                            .formatted(
                                    database.schema(),
                                    database.config().address(),
                                    found.get().oldestReader(),
                                    version()),
                    null);
        }
    }

    private static void takeSteps(Connection connection, Database database)
            throws SQLException, JournalException {
        // A gateway without processor time keeps back only others that start as well.
        Sql.execute(connection, "SET LOCAL idle_in_transaction_session_timeout = '30s'");
        // Before the row exists that is locked later on, two hosts may create everything at once.
        Sql.list(
                connection,
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                row -> true,
                "gateway schema " + database.schema());
        RoleRights.becomeOwner(connection, database);
        if (SchemaVersion.of(connection, database).isEmpty()) {
            Sql.execute(connection, META);
            Sql.update(
                    connection, "INSERT INTO meta (schema_version, oldest_reader) VALUES (0, 1)");
        }
        int present =
                Sql.first(
                                connection,
                                "SELECT schema_version FROM meta FOR UPDATE",
                                row -> row.getInt(1))
                        .orElseThrow(() -> new SQLException("the table meta has no row"));
        for (SchemaStep step : STEPS.subList(Math.min(present, version()), version())) {
            for (String statement : step.statements()) {
                Sql.execute(connection, statement);
            }
        }
        if (present < version()) {
            Sql.update(connection, "UPDATE meta SET schema_version = ?", version());
        }
        RoleRights.grantUse(connection, database);
    }

    /** The connection is closed by its owner if even that fails. */
    private static void rollback(Connection connection) {
        try {
            Sql.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // The failure that led here says more.
        }
    }
}
