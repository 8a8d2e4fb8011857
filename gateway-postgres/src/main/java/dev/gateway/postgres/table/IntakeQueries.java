package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The questions that decide on received messages, each for many of them at once. */
public final class IntakeQueries {

    private static final String LAST_OF_SENDER =
            """
            SELECT r.* FROM unnest(?::text[], ?::text[], ?::text[]) AS g(account, conversation, sender)
            CROSS JOIN LATERAL (
                SELECT COLUMNS, m.claims + 1 AS claim, m.attempts + 1 AS attempt FROM message m
                WHERE m.account = g.account AND m.conversation = g.conversation AND m.state = 0
                    AND m.claimed_by IS NULL AND m.sender = g.sender
                ORDER BY m.seq DESC LIMIT 1) r"""
                    .replace("COLUMNS", MessageRow.COLUMNS);

    private IntakeQueries() {}

    /** A person in the eyes of an account. */
    public record Person(String account, String sender) {}

    /** A person in a conversation of an account. */
    public record Speaker(String account, String conversation, String sender) {}

    /** The key of a message of an account. */
    public record Key(String account, String dedupKey) {}

    /** Returns those of the persons who may talk to the account. */
    public static Set<Person> paired(Connection connection, Set<Person> persons)
            throws SQLException {
        return new HashSet<>(
                new Arguments(connection)
                        .texts(persons, Person::account)
                        .texts(persons, Person::sender)
                        .list(
                                "SELECT p.account, p.sender FROM unnest(?::text[], ?::text[])"
                                        + " AS g(account, sender) JOIN pairing p"
                                        + " ON p.account = g.account AND p.sender = g.sender",
                                row ->
                                        new Person(
                                                StoredText.read(row.getString(1)),
                                                StoredText.read(row.getString(2)))));
    }

    /** Returns those of the keys that messages have that were received before. */
    public static Set<Key> known(Connection connection, Set<Key> keys) throws SQLException {
        return new HashSet<>(
                new Arguments(connection)
                        .texts(keys, Key::account)
                        .texts(keys, Key::dedupKey)
                        .list(
                                "SELECT m.account, m.dedup_key FROM unnest(?::text[], ?::text[])"
                                        + " AS g(account, dedup_key) JOIN message m"
                                        + " ON m.account = g.account AND m.dedup_key = g.dedup_key",
                                row ->
                                        new Key(
                                                StoredText.read(row.getString(1)),
                                                StoredText.read(row.getString(2)))));
    }

    /** Returns the last pending message of each of these persons that has one. */
    public static Map<Speaker, MessageRow> lastPending(Connection connection, Set<Speaker> speakers)
            throws SQLException {
        List<MessageRow> rows =
                new Arguments(connection)
                        .texts(speakers, Speaker::account)
                        .texts(speakers, Speaker::conversation)
                        .texts(speakers, Speaker::sender)
                        .list(LAST_OF_SENDER, row -> MessageRow.of(row, 1));
        Map<Speaker, MessageRow> last = new HashMap<>();
        for (MessageRow row : rows) {
            last.put(new Speaker(row.account(), row.conversation(), row.sender()), row);
        }
        return last;
    }
}
