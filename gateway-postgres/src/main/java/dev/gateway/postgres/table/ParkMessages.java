package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parking of messages that are not claimed, by the holder of their account. */
public final class ParkMessages {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE)
            UPDATE message m SET state = 4, reason = g.reason
            FROM unnest(?::bigint[], ?::text[], ?::text[]) AS g(seq, id, reason)
            WHERE m.seq = g.seq AND m.id = g.id AND m.state + 0 = 0 AND m.claimed_by IS NULL
                AND EXISTS (SELECT 1 FROM fence)
            RETURNING m.seq""";

    private ParkMessages() {}

    /** Parks messages; returns the numbers of the rows that were changed. */
    public static Set<Long> run(Connection connection, String session, List<Parked> messages)
            throws SQLException {
        return new HashSet<>(
                new Arguments(connection)
                        .text(session)
                        .numbers(messages, each -> each.row().seq())
                        .texts(messages, each -> each.row().id())
                        .texts(messages, Parked::reason)
                        .list(SQL, row -> row.getLong(1)));
    }

    /** A message to park, and the reason. */
    public record Parked(MessageRow row, String reason) {}
}
