package dev.gateway.core.journal.table;

import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.List;

/**
 * The step of the schema to accounts, ids and references: rows belong to an account and not to its
 * name in the config, messages and answers have ids of their own, and attachments are named by
 * their place in the media folder.
 *
 * <p>Before, the name was the key of most rows, and the dedup key of a message began with its
 * account. So a message finds the account that received it, even if the name stands for another one
 * by now.
 */
final class AccountMigration {

    /** The account that the key of a message names, if it names one. */
    private static final String NAMED_BY_KEY = "substr(dedup_key, 1, instr(dedup_key, '/') - 1)";

    private static final String KNOWN =
            "(SELECT account FROM bound UNION SELECT account FROM cursor UNION"
                    + " SELECT account FROM note UNION SELECT account FROM pairing UNION"
                    + " SELECT account FROM said)";

    private AccountMigration() {}

    static List<String> statements() {
        return List.of(
                "ALTER TABLE account RENAME TO bound",
                // The name with the greatest number is the one that stands for the account.
                "CREATE TABLE account(id TEXT PRIMARY KEY, name TEXT NOT NULL,"
                        + " named INTEGER NOT NULL, session TEXT, epoch INTEGER NOT NULL DEFAULT 0,"
                        + " since INTEGER) WITHOUT ROWID",
                "CREATE INDEX account_name ON account(name, named)",
                "ALTER TABLE message RENAME COLUMN platform TO account",
                "ALTER TABLE answer RENAME COLUMN platform TO account",
                "ALTER TABLE lane RENAME COLUMN platform TO account",
                "ALTER TABLE cursor RENAME COLUMN platform TO account",
                "ALTER TABLE note RENAME COLUMN platform TO account",
                "ALTER TABLE tally RENAME COLUMN platform TO account",
                "ALTER TABLE turn RENAME COLUMN platform TO account",
                "ALTER TABLE conversation RENAME COLUMN platform TO account",
                "ALTER TABLE message ADD COLUMN uid TEXT",
                "ALTER TABLE answer ADD COLUMN uid TEXT",
                "UPDATE message SET uid = (SELECT value FROM meta WHERE key = 'journal_id')"
                        + " || '-' || id",
                "UPDATE answer SET uid = (SELECT value FROM meta WHERE key = 'journal_id')"
                        + " || '-a' || id",
                "CREATE UNIQUE INDEX message_uid ON message(uid)",
                "CREATE UNIQUE INDEX answer_uid ON answer(uid)",
                "INSERT OR IGNORE INTO account(id, name, named)"
                        + " SELECT account, platform, 1 FROM bound ORDER BY"
                        + " (SELECT max(id) FROM message WHERE message.account = bound.platform)"
                        + " DESC, platform",
                "INSERT OR IGNORE INTO account(id, name, named)"
                        + " SELECT "
                        + NAMED_BY_KEY
                        + ", account, 0 FROM message WHERE "
                        + NAMED_BY_KEY
                        + " IN "
                        + KNOWN
                        + " AND instr("
                        + NAMED_BY_KEY
                        + ", ':') > 0",
                // A name that came later may have brought a known message a second time.
                "UPDATE OR IGNORE message SET account = bound.account,"
                        + " dedup_key = substr(dedup_key, length(bound.account) + 2) FROM bound"
                        + " WHERE bound.platform = message.account AND"
                        + " substr(dedup_key, 1, length(bound.account) + 1) = bound.account || '/'",
                "UPDATE OR IGNORE message SET account = "
                        + NAMED_BY_KEY
                        + ", dedup_key = substr(dedup_key, instr(dedup_key, '/') + 1)"
                        + " WHERE account NOT IN (SELECT id FROM account) AND "
                        + NAMED_BY_KEY
                        + " IN (SELECT id FROM account)",
                "UPDATE message SET dedup_key = dedup_key || '#' || message.id,"
                        + " account = bound.account FROM bound"
                        + " WHERE bound.platform = message.account",
                "UPDATE answer SET account = coalesce("
                        + "(SELECT account FROM message WHERE message.id = answer.message),"
                        + " (SELECT account FROM bound WHERE platform = answer.account), account)",
                "UPDATE turn SET account = coalesce("
                        + "(SELECT account FROM message WHERE message.uid = turn.message),"
                        + " (SELECT account FROM bound WHERE platform = turn.account), account)",
                "UPDATE OR REPLACE conversation SET account = bound.account FROM bound"
                        + " WHERE bound.platform = conversation.account",
                "UPDATE OR REPLACE lane SET account = bound.account FROM bound"
                        + " WHERE bound.platform = lane.account",
                // What is finished is counted beyond its row; the rest is counted anew.
                "CREATE TEMP TABLE counted AS SELECT coalesce((SELECT account FROM bound"
                        + " WHERE platform = tally.account), account) AS account, what, sum(n) AS n"
                        + " FROM tally WHERE what IN (3, 5, 12) GROUP BY 1, 2",
                "DELETE FROM tally",
                "INSERT INTO tally SELECT account, what, n FROM temp.counted",
                "DROP TABLE temp.counted",
                "INSERT INTO tally SELECT account, state, count(*) FROM message"
                        + " WHERE state NOT IN (3, 5) GROUP BY 1, 2",
                "INSERT INTO tally SELECT account, 10 + parked, count(*) FROM answer GROUP BY 1, 2",
                "INSERT OR IGNORE INTO account(id, name, named)"
                        + " SELECT account, account, 0 FROM message UNION"
                        + " SELECT account, account, 0 FROM answer UNION"
                        + " SELECT account, account, 0 FROM cursor UNION"
                        + " SELECT account, account, 0 FROM note UNION"
                        + " SELECT account, account, 0 FROM pairing UNION"
                        + " SELECT account, account, 0 FROM conversation UNION"
                        + " SELECT account, account, 0 FROM turn",
                "DROP TABLE bound");
    }

    /** Stores the attachments of unfinished messages and answers by their place in the folder. */
    static void nameAttachments(SqliteConnection connection, MediaReferences media)
            throws SQLException {
        var codec = new AttachmentCodec(media);
        for (String table : List.of("message", "answer")) {
            List<Stored> rows =
                    connection.list(
                            "SELECT id, attachments FROM " + table + " WHERE attachments <> ''",
                            row -> new Stored(row.getLong(1), row.getString(2)));
            for (Stored row : rows) {
                String migrated = codec.migrated(row.attachments());
                if (!migrated.equals(row.attachments())) {
                    connection.update(
                            "UPDATE " + table + " SET attachments = ? WHERE id = ?",
                            migrated,
                            row.id());
                }
            }
        }
    }

    private record Stored(long id, String attachments) {}
}
