package dev.gateway.postgres.table;

import dev.gateway.postgres.table.ClaimMessages.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The places of conversations in the two queues, beside claims and their ends. */
public final class Lanes {

    /** The queue of messages for the handler. */
    public static final int INBOX = 0;

    /** The queue of answers for the platforms. */
    public static final int OUTBOX = 1;

    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private static final String FREE =
            """
            UPDATE lane l SET busy_by = NULL, ready_at = ?, refusals = 0, awaits = 0
            FROM unnest(?::text[], ?::text[]) AS p(account, conversation)
            WHERE l.queue = ? AND l.account = p.account AND l.conversation = p.conversation
                AND coalesce(l.busy_by, '') = ?""";

    private static final String SHORTEN =
            """
            UPDATE lane SET ready_at = CASE WHEN awaits > 0 THEN least(ready_at, ?) ELSE ? END
            WHERE account = ANY(?) AND ready_at > ?""";

    private static final String OPEN_MISSING =
            """
            INSERT INTO lane(queue, account, conversation, ready_at, busy_by)
            SELECT 0, account, conversation, ?, max(claimed_by) FROM message
            WHERE state = 0 AND account = ANY(?) GROUP BY account, conversation
            UNION ALL SELECT 1, account, conversation, ?, max(claimed_by) FROM answer
            WHERE NOT parked AND account = ANY(?) GROUP BY account, conversation
            ON CONFLICT DO NOTHING""";

    private static final String NEXT_UNPACED =
            """
            SELECT a.account, n.ready_at FROM unnest(?::text[]) AS a(account) CROSS JOIN LATERAL (
                SELECT l.ready_at FROM lane l
                WHERE l.queue = 1 AND l.account = a.account AND l.busy_by IS NULL
                    AND l.refusals <= ? AND l.awaits <> 3
                ORDER BY l.ready_at LIMIT 1) n""";

    private Lanes() {}

    static Place place(ResultSet row, int first) throws SQLException {
        return new Place(
                StoredText.read(row.getString(first)), StoredText.read(row.getString(first + 1)));
    }

    /** Frees places of a session that have work, but no claim. */
    public static void free(
            Connection connection, String session, int queue, List<Place> places, long now)
            throws SQLException {
        new Arguments(connection)
                .number(now)
                .texts(places, Place::account)
                .texts(places, Place::conversation)
                .number(queue)
                .text(session)
                .update(FREE);
    }

    /**
     * Makes the places of accounts due, as a new holder tries again at once; a pause that a
     * platform asked for continues, but for at most an hour: a clock may have been wrong when it
     * was stored. Gives conversations a place that have work and none.
     */
    public static void takeOver(Connection connection, Collection<String> accounts, long now)
            throws SQLException {
        new Arguments(connection)
                .number(now + MAX_PAUSE.toMillis())
                .number(now)
                .texts(accounts)
                .number(now)
                .update(SHORTEN);
        new Arguments(connection)
                .number(now)
                .texts(accounts)
                .number(now)
                .texts(accounts)
                .update(OPEN_MISSING);
    }

    /** Ends all waits of a queue beyond a time. */
    public static void endWaits(
            Connection connection, int queue, Collection<String> accounts, long now)
            throws SQLException {
        new Arguments(connection)
                .number(now)
                .number(queue)
                .texts(accounts)
                .number(now)
                .update(
                        "UPDATE lane SET ready_at = ?"
                                + " WHERE queue = ? AND account = ANY(?) AND ready_at > ?");
    }

    /**
     * Returns the times at which the next answers of accounts are due, except those of
     * conversations that were refused more often and of those that a limit of the platform delays.
     */
    public static List<Due> nextUnpaced(
            Connection connection, Collection<String> accounts, int mostRefusals)
            throws SQLException {
        return new Arguments(connection)
                .texts(accounts)
                .number(mostRefusals)
                .list(
                        NEXT_UNPACED,
                        row -> new Due(StoredText.read(row.getString(1)), row.getLong(2)));
    }

    /** The time at which an answer of an account is due. */
    public record Due(String account, long readyAt) {}
}
