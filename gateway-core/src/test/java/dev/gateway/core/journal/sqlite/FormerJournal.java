package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A home as a version has left it whose rows belonged to names (schema 6). */
final class FormerJournal {

    static final String JOURNAL_ID = "8c1f2a90be";

    /** The time of everything in it: nothing is old enough to be removed. */
    private static final long NOW = new ManualClock().millis();

    private FormerJournal() {}

    /**
     * Makes the journal of a home in which the name {@code family} stood for the bot 1, then for
     * the bot 2, and {@code work} and {@code formerly} for one bot; {@code alerts} has no identity.
     */
    static Path in(Path home) throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        Path media = Files.createDirectories(home.resolve("media/family"));
        Files.writeString(media.resolve("here.png"), "four");
        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(5))) {
            old.execute("PRAGMA auto_vacuum=INCREMENTAL");
            old.execute("PRAGMA journal_mode=WAL");
            Schema.migrate(old, 6, new MediaReferences(home.resolve("media")));
            old.update("UPDATE meta SET value = ? WHERE key = 'journal_id'", JOURNAL_ID);
            old.update("INSERT INTO account VALUES('family', 'telegram:2')");
            old.update("INSERT INTO account VALUES('work', 'feishu:cli_a')");
            old.update("INSERT INTO account VALUES('formerly', 'feishu:cli_a')");
            old.update("INSERT INTO cursor VALUES('telegram:1', '11')");
            old.update("INSERT INTO cursor VALUES('telegram:2', '22')");
            old.update("INSERT INTO cursor VALUES('alerts', '33')");
            old.update("INSERT INTO note VALUES('telegram:2', 'key', 'note')");
            message(old, "family", "telegram:1/5", "of the former bot", 0, "");
            message(
                    old,
                    "family",
                    "telegram:2/5",
                    "of the present bot",
                    0,
                    file(media, "here.png"));
            message(old, "family", "telegram:2/6", "", 3, "");
            message(old, "family", "telegram:2/7", "answered", 2, "");
            message(old, "formerly", "feishu:cli_a/x", "", 3, "");
            message(old, "work", "feishu:cli_a/x", "known twice", 0, "");
            message(
                    old,
                    "alerts",
                    "9",
                    "nameless",
                    1,
                    file(Path.of("/gone/media/family"), "here.png"));
            answer(old, 4, "family", file(Path.of("/srv"), "report.pdf"));
            answer(old, 0, "family", "");
            old.update("UPDATE answer SET parked = 1 WHERE id = 2");
            old.update("UPDATE tally SET n = 100 WHERE platform = 'family' AND what = 3");
            old.update("INSERT INTO tally VALUES('family', 12, 4)");
            old.update(
                    "INSERT INTO turn(platform, conversation, message, said, answered, at)"
                            + " VALUES('family', 'c', ?, 'q', 'a', "
                            + NOW
                            + ")",
                    JOURNAL_ID + "-3");
            old.update("INSERT INTO conversation VALUES('family', 'c', 'Anna', 1, " + NOW + ")");
            old.update("INSERT INTO pairing VALUES('telegram:2', 'anna', 'Anna', 0)");
            old.update(
                    "INSERT INTO lane(queue, platform, conversation, ready_at, busy)"
                            + " VALUES(0, 'family', 'c', 0, 0), (0, 'alerts', 'c', 0, 1),"
                            + " (1, 'family', 'c', 0, 1)");
        }
        return file;
    }

    private static String file(Path folder, String name) {
        return "[[\"IMAGE\",\"%s\",\"image/png\",\"%s\",4]]".formatted(name, folder.resolve(name));
    }

    private static void message(
            SqliteConnection old, String name, String key, String text, int state, String files)
            throws SQLException {
        old.update(
                "INSERT INTO message(platform, dedup_key, conversation, sender, direct, text,"
                        + " attachments, reply_context, sent_at, accepted_at, state)"
                        + " VALUES(?, ?, 'c', 's', 1, ?, ?, '', 0, "
                        + NOW
                        + ", ?)",
                name,
                key,
                text,
                files,
                state);
    }

    private static void answer(SqliteConnection old, long message, String name, String files)
            throws SQLException {
        old.update(
                "INSERT INTO answer(message, platform, conversation, reply_context, text,"
                        + " attachments, created_at) VALUES(?, ?, 'c', '', 'answer', ?, "
                        + NOW
                        + ")",
                message,
                name,
                files);
    }
}
