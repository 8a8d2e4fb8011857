package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The claim of due messages, one of each conversation, those that have waited longest first. A
 * message that may be the first part of a longer one is not claimed but returned with what follows
 * it, and so is one with which the gateway has ended too often.
 */
public final class ClaimMessages {

    /** The number of ends of a gateway from which a message in flight is the suspect. */
    public static final int SUSPECT_ENDS = 10;

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            asked AS MATERIALIZED (
                SELECT a.account, a.burst FROM unnest(?::text[], ?::boolean[]) AS a(account, burst)
                JOIN account c ON c.id = a.account WHERE c.session = (SELECT id FROM fence)),
            due AS MATERIALIZED (
                SELECT l.* FROM asked a CROSS JOIN LATERAL (
                    SELECT d.account, d.conversation, d.ready_at, d.added, a.burst FROM lane d
                    WHERE d.queue = 0 AND d.account = a.account AND d.busy_by IS NULL
                        AND d.ready_at <= ?
                    ORDER BY d.ready_at LIMIT ?) l
                ORDER BY l.ready_at LIMIT ?),
            head AS MATERIALIZED (
                SELECT d.*, m.seq, m.sender,
                    m.attempts - m.failures >= SUSPECT_ENDS AS suspect,
                    m.claims = 0 AND (m.may_join OR d.burst) AS joins
                FROM due d LEFT JOIN LATERAL (
                    SELECT * FROM message p
                    WHERE p.account = d.account AND p.conversation = d.conversation AND p.state = 0
                    ORDER BY p.seq LIMIT 1) m ON true),
            empty AS (
                DELETE FROM lane l USING head h
                WHERE h.seq IS NULL AND l.queue = 0 AND l.account = h.account
                    AND l.conversation = h.conversation AND coalesce(l.busy_by, '') = ''
                    AND l.added = h.added),
            taken AS (
                UPDATE lane l SET busy_by = (SELECT id FROM fence), heard = false FROM head h
                WHERE h.seq IS NOT NULL AND NOT h.joins AND NOT h.suspect AND l.queue = 0
                    AND l.account = h.account AND l.conversation = h.conversation
                    AND coalesce(l.busy_by, '') = ''
                RETURNING l.account, l.conversation, h.seq, h.ready_at),
            claimed AS (
                UPDATE message m SET claimed_by = (SELECT id FROM fence), claims = m.claims + 1,
                    attempts = m.attempts + 1
                FROM taken t WHERE m.seq = t.seq AND m.state + 0 = 0 AND m.claimed_by IS NULL
                RETURNING t.ready_at, COLUMNS, m.claims AS claim, m.attempts AS attempt)
            SELECT 'claimed', ready_at, NAMES FROM claimed
            UNION ALL SELECT CASE WHEN h.suspect THEN 'suspect' ELSE 'joins' END, h.ready_at, m.*
            FROM head h CROSS JOIN LATERAL (
                SELECT COLUMNS, m.claims + 1, m.attempts + 1 FROM message m
                WHERE m.account = h.account AND m.conversation = h.conversation AND m.state = 0
                    AND m.seq >= h.seq AND m.sender = h.sender
                ORDER BY m.seq LIMIT CASE WHEN h.suspect THEN 1 ELSE 11 END) m
            WHERE h.suspect OR h.joins
            UNION ALL SELECT 'stray', t.ready_at, t.seq, NULL, t.account, NULL, t.conversation,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM taken t WHERE NOT EXISTS (SELECT 1 FROM claimed c WHERE c.seq = t.seq)
            UNION ALL SELECT 'next', min(n.ready_at), NOTHING
            FROM asked a CROSS JOIN LATERAL (
                SELECT l.ready_at FROM lane l
                WHERE l.queue = 0 AND l.account = a.account AND l.busy_by IS NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM head h
                        WHERE h.account = l.account AND h.conversation = l.conversation)
                ORDER BY l.ready_at LIMIT 1) n"""
                    .replace("COLUMNS", MessageRow.COLUMNS)
                    .replace("NAMES", MessageRow.NAMES)
                    .replace("NOTHING", MessageRow.NOTHING)
                    .replace("SUSPECT_ENDS", Integer.toString(SUSPECT_ENDS));

    private static final int FIRST_COLUMN = 3;

    private ClaimMessages() {}

    /**
     * Claims messages of those accounts that the session holds.
     *
     * @param bursts the accounts; true for one whose persons' messages in a row are one
     */
    public static Result run(
            Connection connection, String session, Map<String, Boolean> bursts, int limit, long now)
            throws SQLException {
        List<Found> found =
                new Arguments(connection)
                        .text(session)
                        .texts(bursts.keySet())
                        .flags(bursts.values(), burst -> burst)
                        .number(now)
                        .number(limit)
                        .number(limit)
                        .list(
                                SQL,
                                row -> {
                                    long readyAt = row.getLong(2);
                                    boolean never = row.wasNull();
                                    return new Found(
                                            row.getString(1),
                                            readyAt,
                                            never ? null : MessageRow.of(row, FIRST_COLUMN),
                                            never);
                                });
        found.sort(Comparator.comparingLong(Found::readyAt));
        List<MessageRow> claimed = new ArrayList<>();
        List<MessageRow> joining = new ArrayList<>();
        List<MessageRow> suspects = new ArrayList<>();
        List<Place> strays = new ArrayList<>();
        OptionalLong next = OptionalLong.empty();
        for (Found each : found) {
            switch (each.kind()) {
                case "claimed" -> claimed.add(each.row());
                case "joins" -> joining.add(each.row());
                case "suspect" -> suspects.add(each.row());
                case "stray" ->
                        strays.add(new Place(each.row().account(), each.row().conversation()));
                default ->
                        next =
                                each.never()
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(each.readyAt());
            }
        }
        return new Result(claimed, joining, suspects, strays, next);
    }

    /** The place of a conversation. */
    public record Place(String account, String conversation) {}

    /**
     * The result of a claim.
     *
     * @param claimed the messages of the caller
     * @param joining messages that may be parts of one, in the order of receipt, not claimed
     * @param suspects messages with which the gateway has ended too often, not claimed
     * @param strays places that were taken for a message that another process has just changed
     * @param next the time at which the next place is due, beside those of this result
     */
    public record Result(
            List<MessageRow> claimed,
            List<MessageRow> joining,
            List<MessageRow> suspects,
            List<Place> strays,
            OptionalLong next) {}

    private record Found(String kind, long readyAt, MessageRow row, boolean never) {}
}
