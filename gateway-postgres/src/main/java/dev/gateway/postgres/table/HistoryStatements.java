package dev.gateway.postgres.table;

import dev.gateway.core.journal.History.Turn;
import dev.gateway.core.platform.Quote;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The recent exchanges, and what else is read of one account alone. */
public final class HistoryStatements {

    /** The limit of one read in characters, more than any handler sends along. */
    private static final int MAX_CHARACTERS = 200_000;

    private static final String RECENT =
            """
            SELECT message, said, answered FROM (
                SELECT seq, message, said, answered, sum(length(said) + length(answered))
                    OVER (ORDER BY seq DESC) AS total
                FROM (SELECT * FROM turn WHERE account = ? AND conversation = ?
                    ORDER BY seq DESC LIMIT ?) last) t
            WHERE total <= ? ORDER BY seq DESC""";

    private static final String STORE =
            """
            WITH stored AS (
                INSERT INTO turn(account, conversation, message, said, answered, at)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (message) DO UPDATE
                SET said = excluded.said, answered = excluded.answered, at = excluded.at
                RETURNING seq)
            DELETE FROM turn WHERE seq IN (
                SELECT seq FROM turn WHERE account = ? AND conversation = ?
                    AND seq NOT IN (SELECT seq FROM stored)
                ORDER BY seq DESC OFFSET greatest(0, ? - 1))""";

    private HistoryStatements() {}

    /** Returns the last turns of a conversation, oldest first. */
    public static List<Turn> recent(
            Connection connection, String account, String conversation, int limit)
            throws SQLException {
        List<Turn> turns =
                new Arguments(connection)
                        .text(account)
                        .text(conversation)
                        .number(limit)
                        .number(MAX_CHARACTERS)
                        .list(
                                RECENT,
                                row ->
                                        new Turn(
                                                StoredText.read(row.getString(1)),
                                                StoredText.read(row.getString(2)),
                                                StoredText.read(row.getString(3))));
        List<Turn> oldestFirst = new ArrayList<>(turns);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    /** Stores a turn and deletes those beyond the last {@code keep}. */
    public static void store(
            Connection connection,
            String account,
            String conversation,
            Turn turn,
            int keep,
            long now)
            throws SQLException {
        new Arguments(connection)
                .text(account)
                .text(conversation)
                .text(turn.messageId())
                .text(turn.message())
                .text(turn.answer())
                .number(now)
                .text(account)
                .text(conversation)
                .number(keep)
                .update(STORE);
    }

    /** Deletes the turns of a conversation. */
    public static void clear(Connection connection, String account, String conversation)
            throws SQLException {
        new Arguments(connection)
                .text(account)
                .text(conversation)
                .update("DELETE FROM turn WHERE account = ? AND conversation = ?");
    }

    /** Returns a note of an account. */
    public static Optional<String> note(Connection connection, String account, String key)
            throws SQLException {
        return new Arguments(connection)
                        .text(account)
                        .text(key)
                        .list(
                                "SELECT value FROM note WHERE account = ? AND key = ?",
                                row -> StoredText.read(row.getString(1)))
                        .stream()
                        .findFirst();
    }

    /** Returns a message that was received or sent under an id of the platform. */
    public static Optional<Quote> said(Connection connection, String account, String id)
            throws SQLException {
        return new Arguments(connection)
                        .text(account)
                        .text(id)
                        .list(
                                "SELECT sender, name, text FROM said WHERE account = ? AND id = ?",
                                row ->
                                        new Quote(
                                                id,
                                                StoredText.read(row.getString(1)),
                                                StoredText.read(row.getString(2)),
                                                StoredText.read(row.getString(3)),
                                                List.of()))
                        .stream()
                        .findFirst();
    }

    /** Names a conversation whose title became known after its message was stored. */
    public static void name(
            Connection connection, String account, String conversation, String title)
            throws SQLException {
        new Arguments(connection)
                .text(title)
                .text(account)
                .text(conversation)
                .text(title)
                .update(
                        "UPDATE conversation SET title = ? WHERE account = ? AND id = ?"
                                + " AND title <> ?");
    }

    /** Returns the files, as stored, that messages and answers name. */
    public static List<String> attachments(Connection connection) throws SQLException {
        return new Arguments(connection)
                .list(
                        "SELECT attachments FROM message WHERE attachments <> ''"
                                + " UNION SELECT attachments FROM answer WHERE attachments <> ''",
                        row -> StoredText.read(row.getString(1)));
    }
}
