package dev.gateway.core.journal.table;

import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The schema as a list of steps: a file of version n has the first n of them. A released step is
 * never changed; a new version is a new step.
 */
public final class Schema {

    /** The characters "gate", which distinguish this database from another program's. */
    public static final long APPLICATION_ID = 0x67617465;

    private static final Pattern CREATED = Pattern.compile("CREATE (?:TABLE|INDEX|TRIGGER) (\\w+)");
    private static final Pattern DROPPED = Pattern.compile("DROP (?:TABLE|INDEX|TRIGGER) (\\w+)");

    /**
     * The limit of plausible versions: a higher number was not written by a later version, but
     * comes from a damaged header.
     */
    private static final long HIGHEST_PLAUSIBLE = 10_000;

    private static final List<List<String>> STEPS =
            List.of(
                    base(),
                    history(),
                    refusals(),
                    accounts(),
                    remoteFiles(),
                    conversations(),
                    sessions(),
                    AccountMigration.statements(),
                    places());

    /** The condition on messages that would never be processed. */
    public static final String ODD =
            "(state NOT BETWEEN 0 AND 5 OR (state = 1 AND claimed_by IS NULL))";

    /** The version whose attachments are the first to be named by their place in a folder. */
    private static final int REFERENCES = 8;

    private Schema() {}

    /** Returns the version that this code writes. */
    public static int version() {
        return STEPS.size();
    }

    /** Returns whether the file is as empty as SQLite created it. */
    public static boolean isNew(SqliteConnection connection) throws SQLException {
        return connection.number("PRAGMA user_version") == 0
                && connection.number("PRAGMA application_id") == 0
                && connection.number("SELECT count(*) FROM sqlite_schema") == 0;
    }

    /**
     * Brings a file to the current version, in one transaction.
     *
     * @param media the names of attachments in the home
     * @throws OtherVersionException if a newer version of the gateway has written it
     * @throws ForeignDatabaseException if another program has
     */
    public static void migrate(SqliteConnection connection, MediaReferences media)
            throws SQLException, OtherVersionException, ForeignDatabaseException {
        migrate(connection, version(), media);
    }

    /** Brings a file to a version that is not older than its own. */
    public static void migrate(SqliteConnection connection, int version, MediaReferences media)
            throws SQLException, OtherVersionException, ForeignDatabaseException {
        long found = connection.number("PRAGMA user_version");
        long application = connection.number("PRAGMA application_id");
        if (found == version && application == APPLICATION_ID) {
            requireComplete(connection, version);
            return;
        }
        if (application != APPLICATION_ID
                && (application != 0
                        || connection.number("SELECT count(*) FROM sqlite_schema") > 0)) {
            throw new ForeignDatabaseException();
        }
        if (found < 0 || found > HIGHEST_PLAUSIBLE) {
            throw new SQLiteException(
                    "its schema version is " + found, SQLiteErrorCode.SQLITE_CORRUPT);
        }
        if (found > version) {
            throw new OtherVersionException(found);
        }
        if (found > 0) {
            // Many rows change in the order of an index.
            connection.execute("PRAGMA cache_size=-65536");
        }
        connection.begin(true);
        if (connection.number("PRAGMA user_version") != found) {
            connection.rollback(); // Another process has migrated it meanwhile.
            migrate(connection, version, media);
            return;
        }
        for (List<String> step : STEPS.subList((int) found, version)) {
            for (String statement : step) {
                connection.execute(statement);
            }
        }
        if (found < REFERENCES && version >= REFERENCES) {
            AccountMigration.nameAttachments(connection, media);
        }
        connection.execute("PRAGMA user_version=" + version);
        connection.execute("PRAGMA application_id=" + APPLICATION_ID);
        connection.commit();
        connection.execute("PRAGMA cache_size=-2000");
        if (found == 0) {
            // The tables of all new journals begin at the same pages, also later: a salvage counts
            // on it.
            connection.executeToEnd("PRAGMA incremental_vacuum");
        }
    }

    /** Checks that all tables exist; a missing one was not dropped by a gateway. */
    private static void requireComplete(SqliteConnection connection, int version)
            throws SQLException {
        Set<String> missing = new HashSet<>();
        for (List<String> step : STEPS.subList(0, version)) {
            for (String statement : step) {
                Matcher created = CREATED.matcher(statement);
                if (created.lookingAt()) {
                    missing.add(created.group(1));
                }
                Matcher dropped = DROPPED.matcher(statement);
                if (dropped.lookingAt()) {
                    missing.remove(dropped.group(1));
                }
            }
        }
        connection
                .list("SELECT name FROM sqlite_schema", row -> row.getString(1))
                .forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new SQLiteException(
                    "these of its tables are missing: " + missing, SQLiteErrorCode.SQLITE_CORRUPT);
        }
    }

    private static List<String> base() {
        return List.of(
                "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
                // A new journal must not reuse an idempotency key.
                "INSERT INTO meta VALUES('journal_id', lower(hex(randomblob(5))))",
                "CREATE TABLE message(id INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL,"
                        + " dedup_key TEXT NOT NULL, conversation TEXT NOT NULL,"
                        + " sender TEXT NOT NULL, direct INTEGER NOT NULL, text TEXT NOT NULL,"
                        + " attachments TEXT NOT NULL, reply_context TEXT NOT NULL,"
                        + " sent_at INTEGER NOT NULL, accepted_at INTEGER NOT NULL,"
                        + " state INTEGER NOT NULL, claims INTEGER NOT NULL DEFAULT 0,"
                        + " attempts INTEGER NOT NULL DEFAULT 0,"
                        + " failures INTEGER NOT NULL DEFAULT 0, reason TEXT,"
                        + " UNIQUE(platform, dedup_key))",
                "CREATE INDEX message_pending ON message(platform, conversation, id)"
                        + " WHERE state = 0",
                "CREATE INDEX message_in_flight ON message(id) WHERE state = 1",
                "CREATE INDEX message_parked ON message(id) WHERE state = 4",
                "CREATE TABLE answer(id INTEGER PRIMARY KEY AUTOINCREMENT,"
                        + " message INTEGER NOT NULL, platform TEXT NOT NULL,"
                        + " conversation TEXT NOT NULL, reply_context TEXT NOT NULL,"
                        + " text TEXT NOT NULL, attachments TEXT NOT NULL,"
                        + " created_at INTEGER NOT NULL, parked INTEGER NOT NULL DEFAULT 0,"
                        + " failures INTEGER NOT NULL DEFAULT 0, reason TEXT)",
                "CREATE INDEX answer_of ON answer(message)",
                "CREATE INDEX answer_due ON answer(platform, conversation, id) WHERE parked = 0",
                "CREATE INDEX answer_parked ON answer(id) WHERE parked = 1",
                // A lane is one conversation's place in a queue, as long as it has work there.
                "CREATE TABLE lane(queue INTEGER NOT NULL, platform TEXT NOT NULL,"
                        + " conversation TEXT NOT NULL, ready_at INTEGER NOT NULL,"
                        + " busy INTEGER NOT NULL, PRIMARY KEY(queue, platform, conversation))"
                        + " WITHOUT ROWID",
                "CREATE INDEX lane_ready ON lane(queue, platform, busy, ready_at)",
                "CREATE TABLE cursor(platform TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
                "CREATE TABLE note(platform TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
                        + " PRIMARY KEY(platform, key)) WITHOUT ROWID",
                "CREATE TABLE tally(platform TEXT NOT NULL, what INTEGER NOT NULL,"
                        + " n INTEGER NOT NULL, PRIMARY KEY(platform, what)) WITHOUT ROWID",
                "CREATE TRIGGER message_added AFTER INSERT ON message BEGIN "
                        + increment("new.platform", "new.state")
                        + " END",
                "CREATE TRIGGER message_moved AFTER UPDATE OF state ON message"
                        + " WHEN old.state <> new.state BEGIN "
                        + decrement("old.platform", "old.state")
                        + increment("new.platform", "new.state")
                        + " END",
                // Finished messages are deleted in the end, but stay counted.
                "CREATE TRIGGER message_removed AFTER DELETE ON message WHEN old.state NOT IN (3, 5)"
                        + " BEGIN "
                        + decrement("old.platform", "old.state")
                        + " END",
                "CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN "
                        + increment("new.platform", "10 + new.parked")
                        + " END",
                "CREATE TRIGGER answer_moved AFTER UPDATE OF parked ON answer"
                        + " WHEN old.parked <> new.parked BEGIN "
                        + decrement("old.platform", "10 + old.parked")
                        + increment("new.platform", "10 + new.parked")
                        + " END",
                "CREATE TRIGGER answer_removed AFTER DELETE ON answer BEGIN "
                        + decrement("old.platform", "10 + old.parked")
                        + " END");
    }

    private static List<String> history() {
        return List.of(
                "CREATE TABLE turn(id INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL,"
                        + " conversation TEXT NOT NULL, message TEXT NOT NULL UNIQUE,"
                        + " said TEXT NOT NULL, answered TEXT NOT NULL, at INTEGER NOT NULL)",
                "CREATE INDEX turn_of ON turn(platform, conversation, id)");
    }

    /**
     * Adds the number of consecutive refusals of a conversation, the event that it awaits, and
     * whether that came.
     */
    private static List<String> refusals() {
        return List.of(
                "ALTER TABLE lane ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE lane ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE lane ADD COLUMN heard INTEGER NOT NULL DEFAULT 0");
    }

    /** Adds accounts: from here on the first column of cursor and note holds an account. */
    private static List<String> accounts() {
        return List.of(
                "CREATE TABLE account(platform TEXT PRIMARY KEY, account TEXT NOT NULL)"
                        + " WITHOUT ROWID");
    }

    private static List<String> remoteFiles() {
        return List.of(
                "ALTER TABLE message ADD COLUMN remote TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE message ADD COLUMN context TEXT NOT NULL DEFAULT ''");
    }

    /**
     * Adds the format of answers, the people who may talk to an account, those who asked, the
     * messages that others quote, and the known conversations. Stored answers are plain text.
     */
    private static List<String> conversations() {
        return List.of(
                "ALTER TABLE answer ADD COLUMN format INTEGER NOT NULL DEFAULT 0",
                "CREATE TABLE pairing(account TEXT NOT NULL, sender TEXT NOT NULL,"
                        + " name TEXT NOT NULL, approved_at INTEGER NOT NULL,"
                        + " PRIMARY KEY(account, sender)) WITHOUT ROWID",
                "CREATE TABLE pairing_request(account TEXT NOT NULL, sender TEXT NOT NULL,"
                        + " name TEXT NOT NULL, code TEXT NOT NULL, requested_at INTEGER NOT NULL,"
                        + " PRIMARY KEY(account, sender)) WITHOUT ROWID",
                "CREATE TABLE said(account TEXT NOT NULL, id TEXT NOT NULL,"
                        + " conversation TEXT NOT NULL, sender TEXT NOT NULL, name TEXT NOT NULL,"
                        + " text TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(account, id))"
                        + " WITHOUT ROWID",
                "CREATE INDEX said_at ON said(at)",
                "CREATE TABLE conversation(platform TEXT NOT NULL, id TEXT NOT NULL,"
                        + " title TEXT NOT NULL, direct INTEGER NOT NULL, last_at INTEGER NOT NULL,"
                        + " PRIMARY KEY(platform, id)) WITHOUT ROWID");
    }

    /**
     * Adds sessions, and to each claim the session that made it. What is in flight was claimed by
     * one that has ended.
     */
    private static List<String> sessions() {
        return List.of(
                "CREATE TABLE session(id TEXT PRIMARY KEY, pid INTEGER NOT NULL,"
                        + " start_ticks INTEGER, boot_id TEXT, pid_namespace TEXT,"
                        + " opened_at INTEGER NOT NULL) WITHOUT ROWID",
                "ALTER TABLE message ADD COLUMN claimed_by TEXT",
                "ALTER TABLE answer ADD COLUMN claimed_by TEXT",
                "ALTER TABLE answer ADD COLUMN claims INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE lane ADD COLUMN busy_by TEXT",
                "UPDATE message SET claimed_by = '' WHERE state = 1",
                "UPDATE lane SET busy_by = '' WHERE busy <> 0",
                "CREATE INDEX message_claimed ON message(claimed_by)"
                        + " WHERE claimed_by IS NOT NULL",
                "CREATE INDEX answer_claimed ON answer(claimed_by) WHERE claimed_by IS NOT NULL",
                "CREATE INDEX lane_busy ON lane(busy_by) WHERE busy_by IS NOT NULL");
    }

    /**
     * Takes the places of conversations and the counts of what is not done out of the file: they
     * follow from the rows. Of a place only a pause has a row, of the counts those of rows that are
     * deleted one day. The last index holds rows that only damage brings about.
     */
    private static List<String> places() {
        return List.of(
                "DROP TRIGGER message_added",
                "DROP TRIGGER message_moved",
                "DROP TRIGGER message_removed",
                "DROP TRIGGER answer_added",
                "DROP TRIGGER answer_moved",
                "DROP TRIGGER answer_removed",
                "DELETE FROM tally WHERE what NOT IN (3, 12)",
                "DROP INDEX lane_ready",
                "DROP INDEX lane_busy",
                "DELETE FROM lane WHERE refusals = 0 AND awaits = 0",
                "UPDATE lane SET busy = 0, busy_by = NULL",
                "DROP INDEX message_in_flight",
                "CREATE INDEX message_odd ON message(id) WHERE " + ODD);
    }

    private static String increment(String platform, String what) {
        return "INSERT INTO tally VALUES(%s, %s, 1) ON CONFLICT DO UPDATE SET n = n + 1;"
                .formatted(platform, what);
    }

    private static String decrement(String platform, String what) {
        return "UPDATE tally SET n = n - 1 WHERE platform = %s AND what = %s;"
                .formatted(platform, what);
    }

    /** The file was written by another version of the gateway. */
    public static final class OtherVersionException extends Exception {
        private final long found;

        public OtherVersionException(long found) {
            super("schema " + found);
            this.found = found;
        }

        public long found() {
            return found;
        }
    }

    /** The file is a database of another program. */
    public static final class ForeignDatabaseException extends Exception {
        ForeignDatabaseException() {
            super("it is another program's database");
        }
    }
}
