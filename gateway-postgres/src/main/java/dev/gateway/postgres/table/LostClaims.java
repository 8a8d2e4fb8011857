package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The release of claims that this process does not know: those of a statement that the database has
 * carried out while the line to it broke.
 */
public final class LostClaims {

    private static final String ACCOUNTS =
            """
            SELECT account FROM message WHERE claimed_by = ?
            UNION SELECT account FROM answer WHERE claimed_by = ?
            UNION SELECT account FROM lane WHERE busy_by = ?""";

    private static final String MESSAGES =
            """
            UPDATE message SET claimed_by = NULL, attempts = attempts - 1
            WHERE claimed_by = ? AND account = ANY(?) AND NOT seq = ANY(?)""";

    private static final String ANSWERS =
            """
            UPDATE answer SET claimed_by = NULL, sending = false
            WHERE claimed_by = ? AND account = ANY(?) AND NOT seq = ANY(?)""";

    private static final String PLACES =
            """
            UPDATE lane l SET busy_by = NULL WHERE busy_by = ? AND account = ANY(?)
                AND NOT EXISTS (
                    SELECT 1 FROM message m WHERE l.queue = 0 AND m.claimed_by = l.busy_by
                        AND m.account = l.account AND m.conversation = l.conversation)
                AND NOT EXISTS (
                    SELECT 1 FROM answer a WHERE l.queue = 1 AND a.claimed_by = l.busy_by
                        AND a.account = l.account AND a.conversation = l.conversation)""";

    private LostClaims() {}

    /** Returns the accounts with work that the session has claimed. */
    public static List<String> accounts(Connection connection, String session) throws SQLException {
        return new Arguments(connection)
                .text(session)
                .text(session)
                .text(session)
                .list(ACCOUNTS, row -> StoredText.read(row.getString(1)));
    }

    /**
     * Releases the claims of the session in these accounts that are not among the known ones.
     *
     * @param messages the rows of the messages that this process has in flight
     * @param answers the rows of the answers that it is sending
     */
    public static void release(
            Connection connection,
            String session,
            Collection<String> accounts,
            Collection<Long> messages,
            Collection<Long> answers)
            throws SQLException {
        new Arguments(connection)
                .text(session)
                .texts(accounts)
                .numbers(messages, Long::longValue)
                .update(MESSAGES);
        new Arguments(connection)
                .text(session)
                .texts(accounts)
                .numbers(answers, Long::longValue)
                .update(ANSWERS);
        new Arguments(connection).text(session).texts(accounts).update(PLACES);
    }
}
