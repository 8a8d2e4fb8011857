package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbers of messages and answers of accounts, each read through a small index. */
public final class Counts {

    private static final String SQL =
            """
            WITH mine AS MATERIALIZED (SELECT * FROM unnest(?::text[]) AS a(id))
            SELECT m.account, 0, count(*) FILTER (WHERE m.claimed_by IS NULL) FROM mine a
                JOIN message m ON m.account = a.id AND m.state = 0 GROUP BY m.account
            UNION ALL SELECT m.account, 1, count(*) FILTER (WHERE m.claimed_by IS NOT NULL)
                FROM mine a JOIN message m ON m.account = a.id AND m.state = 0 GROUP BY m.account
            UNION ALL SELECT m.account, 2, count(*) FROM message m
                WHERE m.state = 4 AND m.account IN (SELECT id FROM mine) GROUP BY m.account
            UNION ALL SELECT b.account, 3, count(*) FROM mine a
                JOIN answer b ON b.account = a.id AND NOT b.parked GROUP BY b.account
            UNION ALL SELECT b.account, 2, count(*) FROM answer b
                WHERE b.parked AND b.account IN (SELECT id FROM mine) GROUP BY b.account
            UNION ALL SELECT c.account, 4, c.handled FROM mine a JOIN counter c ON c.account = a.id
            UNION ALL SELECT c.account, 5, c.refused FROM mine a JOIN counter c ON c.account = a.id
            """;

    private static final int KINDS = 6;

    private Counts() {}

    /** Returns the numbers of those accounts of these that have any. */
    public static Map<String, Tally> of(Connection connection, Collection<String> accounts)
            throws SQLException {
        Map<String, long[]> found = new HashMap<>();
        new Arguments(connection)
                .texts(accounts)
                .list(
                        SQL,
                        row ->
                                found.computeIfAbsent(
                                                        StoredText.read(row.getString(1)),
                                                        ignored -> new long[KINDS])[
                                                row.getInt(2)] +=
                                        row.getLong(3));
        Map<String, Tally> tallies = new HashMap<>();
        found.forEach((account, n) -> tallies.put(account, Tally.of(n)));
        return tallies;
    }

    /** Returns the accounts that a session holds. */
    public static List<String> held(Connection connection, String session) throws SQLException {
        return new Arguments(connection)
                .text(session)
                .list(
                        "SELECT id FROM account WHERE session = ?",
                        row -> StoredText.read(row.getString(1)));
    }

    /** Returns the acceptance time of the oldest message of accounts that waits for a handler. */
    public static Optional<Instant> oldestPending(
            Connection connection, Collection<String> accounts) throws SQLException {
        return new Arguments(connection)
                        .texts(accounts)
                        .list(
                                "SELECT min(accepted_at) FROM message WHERE state = 0 AND claimed_by IS NULL"
                                        + " AND account = ANY(?) HAVING count(*) > 0",
                                row -> Instant.ofEpochMilli(row.getLong(1)))
                        .stream()
                        .findFirst();
    }

    /**
     * Returns the number of messages that were in flight when a process ended and have not been
     * tried again, and that of such answers.
     */
    public static Interrupted interrupted(Connection connection) throws SQLException {
        return new Arguments(connection)
                .list(
                        "SELECT (SELECT count(*) FROM message WHERE state = 0"
                                + " AND claimed_by IS NULL AND attempts > failures),"
                                + " (SELECT count(*) FROM answer WHERE NOT parked AND sending"
                                + " AND claimed_by IS NULL),"
                                + " (SELECT count(*) FROM message WHERE state = 0),"
                                + " (SELECT count(*) FROM answer WHERE NOT parked)",
                        row ->
                                new Interrupted(
                                        row.getInt(1),
                                        row.getInt(2),
                                        row.getLong(3),
                                        row.getLong(4)))
                .get(0);
    }

    /**
     * Work that processes left when they ended.
     *
     * @param messages messages that were in flight
     * @param answers answers that were being sent
     * @param pending all pending messages of the database
     * @param outbox all answers to send of the database
     */
    public record Interrupted(int messages, int answers, long pending, long outbox) {}

    /**
     * The numbers of one account.
     *
     * @param failed parked messages and answers
     * @param outbox answers to be sent
     */
    public record Tally(
            long pending, long inFlight, long failed, long outbox, long handled, long refused) {

        /** All zero. */
        public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        private static Tally of(long[] n) {
            return new Tally(n[0], n[1], n[2], n[3], n[4], n[5]);
        }

        /** Returns the sum of both. */
        public Tally plus(Tally other) {
            return new Tally(
                    pending + other.pending,
                    inFlight + other.inFlight,
                    failed + other.failed,
                    outbox + other.outbox,
                    handled + other.handled,
                    refused + other.refused);
        }
    }
}
