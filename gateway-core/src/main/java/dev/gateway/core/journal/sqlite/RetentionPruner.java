package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.table.JournalCounts;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Deletion of expired rows, a few at a time, and of the free space. It walks over the messages in
 * the order of acceptance and stops at the first young one.
 */
final class RetentionPruner {

    private static final int ROWS = 200;
    private static final int PAGES = 64;

    /** The time for which messages can be quoted. */
    private static final long SAID_RETENTION = Duration.ofDays(30).toMillis();

    private final long retention;
    private final long parkedRetention;
    private long walkedTo;

    RetentionPruner(JournalSettings settings) {
        this.retention = settings.retention().toMillis();
        this.parkedRetention = settings.parkedRetention().toMillis();
    }

    /** Runs one step in a transaction of its own; returns whether there is more to do now. */
    boolean step(JournalDatabase database, long now) throws SQLException {
        SqliteConnection connection = database.connection();
        List<Old> rows =
                connection.list(
                        "SELECT id, state, accepted_at, account FROM message WHERE id > ? ORDER BY id LIMIT "
                                + ROWS,
                        row ->
                                new Old(
                                        row.getLong(1),
                                        MessageState.of(row.getInt(2)),
                                        now - row.getLong(3),
                                        row.getString(4)),
                        walkedTo);
        connection.begin(false);
        boolean reachedYoung = false;
        for (Old row : rows) {
            if (row.age() < retention) {
                reachedYoung = true;
                break;
            }
            walkedTo = row.id();
            remove(database, row);
        }
        boolean finished = reachedYoung || rows.size() < ROWS;
        if (finished) {
            walkedTo = 0;
            int others = removeOthers(database, now);
            int said = database.said().removeBefore(now - SAID_RETENTION, ROWS);
            finished = others < ROWS && said < ROWS;
        }
        connection.commit();
        connection.executeToEnd("PRAGMA incremental_vacuum(" + PAGES + ")");
        return !finished || connection.number("PRAGMA freelist_count") > 0;
    }

    private void remove(JournalDatabase database, Old row) throws SQLException {
        switch (row.state()) {
            case DONE, DROPPED ->
                    database.connection().update("DELETE FROM message WHERE id = ?", row.id());
            case PARKED -> {
                if (row.age() >= parkedRetention) {
                    database.inbox()
                            .close(
                                    row.account(),
                                    row.id(),
                                    MessageState.PARKED,
                                    MessageState.DROPPED);
                }
            }
            default -> {
                // Still to be handled, however old.
            }
        }
    }

    /** Removes old parked answers and turns; returns the larger number of rows of one table. */
    private int removeOthers(JournalDatabase database, long now) throws SQLException {
        SqliteConnection connection = database.connection();
        List<String> answers =
                connection.list(
                        "DELETE FROM answer WHERE id IN (SELECT id FROM answer WHERE parked = 1"
                                + " AND created_at < ? ORDER BY id LIMIT "
                                + ROWS
                                + ") RETURNING account",
                        row -> String.valueOf(row.getString(1)),
                        now - parkedRetention);
        for (String account : answers) {
            database.counts().add(account, JournalCounts.PARKED_ANSWERS, -1);
        }
        int turns =
                connection.update(
                        // Of the oldest ones those that are old enough: it looks at no others.
                        "DELETE FROM turn WHERE id IN (SELECT id FROM turn ORDER BY id LIMIT "
                                + ROWS
                                + ") AND at < ?",
                        now - parkedRetention);
        return Math.max(answers.size(), turns);
    }

    private record Old(long id, MessageState state, long age, String account) {}
}
