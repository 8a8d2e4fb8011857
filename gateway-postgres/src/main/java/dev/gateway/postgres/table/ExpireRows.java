package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** The deletion of expired rows, a few at a time; rows that another process is at are left out. */
public final class ExpireRows {

    /** The number of rows of one step. */
    private static final int ROWS = 500;

    private static final String MESSAGES =
            """
            WITH looked AS MATERIALIZED (
                SELECT seq, state, accepted_at FROM message WHERE seq > ?
                ORDER BY seq LIMIT ?),
            old AS MATERIALIZED (
                SELECT l.* FROM looked l WHERE l.seq < coalesce(
                    (SELECT min(y.seq) FROM looked y WHERE y.accepted_at > ?), l.seq + 1)),
            finished AS MATERIALIZED (
                SELECT m.seq FROM message m
                WHERE m.seq IN (SELECT seq FROM old WHERE state IN (3, 5)) AND m.state IN (3, 5)
                FOR UPDATE SKIP LOCKED),
            deleted AS (
                DELETE FROM message m USING finished f WHERE m.seq = f.seq),
            dropped AS (
                UPDATE message m SET state = 5, text = '', attachments = '', remote = '',
                    context = '', reply_context = '', reason = NULL
                FROM old o
                WHERE o.state = 4 AND o.accepted_at <= ? AND m.seq = o.seq AND m.state = 4)
            SELECT coalesce(max(seq), 0), count(*) FROM old""";

    private static final List<String> OTHERS =
            List.of(
                    "DELETE FROM answer WHERE seq IN (SELECT seq FROM answer WHERE parked"
                            + " AND created_at <= ? ORDER BY seq LIMIT ?)",
                    "DELETE FROM turn WHERE at <= ? AND seq IN (SELECT seq FROM turn"
                            + " ORDER BY seq LIMIT ?)",
                    "DELETE FROM said WHERE (account, id) IN (SELECT account, id FROM said"
                            + " WHERE at <= ? LIMIT ?)");

    private ExpireRows() {}

    /**
     * Deletes finished messages, and drops parked ones, in the order of acceptance up to the first
     * young one.
     *
     * @param after the row up to which an earlier step has come
     * @param finished the acceptance time up to which finished messages are deleted
     * @param parked the acceptance time up to which parked ones are dropped
     * @return the row up to which this step has come; empty if it has found a young one or the end
     */
    public static OptionalLong messages(
            Connection connection, long after, long finished, long parked) throws SQLException {
        return new Arguments(connection)
                .number(after)
                .number(ROWS)
                .number(finished)
                .number(parked)
                .list(
                        MESSAGES,
                        row ->
                                row.getLong(2) < ROWS
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(row.getLong(1)))
                .get(0);
    }

    /** Returns the time of the database's clock. */
    public static long databaseMillis(Connection connection) throws SQLException {
        return new Arguments(connection)
                .list("SELECT (extract(epoch FROM now()) * 1000)::bigint", row -> row.getLong(1))
                .get(0);
    }

    /**
     * Deletes parked answers, turns, and messages for quotes that were stored up to a time; returns
     * whether there may be more.
     */
    public static boolean others(Connection connection, long time) throws SQLException {
        boolean more = false;
        for (String sql : OTHERS) {
            more |= new Arguments(connection).number(time).number(ROWS).update(sql) == ROWS;
        }
        return more;
    }
}
