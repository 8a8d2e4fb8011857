package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The ends of claims of answers. A void claim changes nothing. */
public final class SettleAnswers {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            given AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                    AS g(seq, id, claim, how, reason, ready_at, awaits, said_id, said_sender,
                        said_text, ord)),
            gone AS (
                DELETE FROM answer a USING given g
                WHERE g.how = 0 AND a.seq = g.seq AND a.id = g.id AND a.claims = g.claim
                    AND coalesce(a.claimed_by, '') = (SELECT id FROM fence)
                RETURNING g.ord, a.seq, a.message, a.account, a.conversation),
            kept AS (
                UPDATE answer a SET claimed_by = NULL, sending = false, parked = g.how = 5,
                    failures = a.failures + (g.how IN (1, 5))::integer,
                    reason = coalesce(g.reason, a.reason)
                FROM given g
                WHERE g.how > 0 AND a.seq = g.seq AND a.id = g.id AND a.claims = g.claim
                    AND coalesce(a.claimed_by, '') = (SELECT id FROM fence)
                RETURNING g.ord, a.seq, a.message, a.account, a.conversation),
            done AS MATERIALIZED (
                SELECT d.*, g.how, g.ready_at, g.awaits
                FROM (SELECT * FROM gone UNION ALL SELECT * FROM kept) d
                JOIN given g ON g.ord = d.ord),
            finished AS (
                UPDATE message m SET state = 3, text = '', attachments = '', remote = '',
                    context = '', reply_context = '', reason = NULL
                FROM done d
                WHERE d.how IN (0, 5) AND d.message > 0 AND m.seq = d.message AND m.state = 2
                    AND NOT EXISTS (
                        SELECT 1 FROM answer a
                        WHERE a.message = d.message AND a.message > 0 AND NOT a.parked
                            AND a.seq <> d.seq)),
            places AS MATERIALIZED (
                SELECT d.account, d.conversation, d.how, d.ready_at, d.awaits, l.added,
                    d.how NOT IN (0, 5) OR EXISTS (
                        SELECT 1 FROM answer a
                        WHERE a.account = d.account AND a.conversation = d.conversation
                            AND NOT a.parked AND a.seq <> d.seq) AS more
                FROM done d JOIN lane l
                    ON l.queue = 1 AND l.account = d.account AND l.conversation = d.conversation
                WHERE coalesce(l.busy_by, '') = (SELECT id FROM fence)),
            freed AS (
                UPDATE lane l SET busy_by = NULL,
                    ready_at = CASE WHEN p.how IN (0, 5)
                            OR p.how = 2 AND p.awaits = 2 AND l.heard THEN ?::bigint
                        ELSE p.ready_at END,
                    refusals = CASE WHEN p.how IN (0, 5) THEN 0
                        WHEN p.how IN (1, 2) THEN l.refusals + 1 ELSE l.refusals END,
                    awaits = CASE WHEN p.how = 3 THEN l.awaits ELSE p.awaits END
                FROM places p
                WHERE p.more AND l.queue = 1 AND l.account = p.account
                    AND l.conversation = p.conversation AND coalesce(l.busy_by, '') = (SELECT id FROM fence)),
            closed AS (
                DELETE FROM lane l USING places p
                WHERE NOT p.more AND l.queue = 1 AND l.account = p.account
                    AND l.conversation = p.conversation AND coalesce(l.busy_by, '') = (SELECT id FROM fence)
                    AND l.added = p.added
                RETURNING l.account, l.conversation),
            quoted AS (
                INSERT INTO said(account, id, conversation, sender, name, text, at)
                SELECT DISTINCT ON (d.account, g.said_id) d.account, g.said_id, d.conversation,
                    g.said_sender, '', g.said_text, ?::bigint
                FROM gone d JOIN given g ON g.ord = d.ord
                WHERE g.said_id <> '' ORDER BY d.account, g.said_id, g.ord DESC
                ON CONFLICT (account, id) DO UPDATE SET conversation = excluded.conversation,
                    sender = excluded.sender, name = excluded.name, text = excluded.text,
                    at = excluded.at)
            SELECT 'done', ord, NULL, NULL FROM done
            UNION ALL SELECT 'done', g.ord, NULL, NULL FROM given g
                WHERE ?::boolean AND NOT EXISTS (
                    SELECT 1 FROM answer a
                    WHERE a.seq = g.seq AND a.id = g.id
                        AND (g.how = 0 OR a.claimed_by IS NOT NULL OR a.claims <> g.claim))
            """
                    + SettledClaims.BUSY_PLACES;

    private SettleAnswers() {}

    /** The end of a claim of an answer. The codes are those of the statement. */
    public enum How {
        /** The platform has it: it leaves the table. */
        SENT,
        /** An attempt failed. */
        FAILED,
        /** The platform refuses the conversation now. */
        REFUSED,
        /** Something that does not concern the conversation alone is in the way. */
        POSTPONED,
        /** A limit of the platform for the conversation is used up. */
        PACED,
        /** It waits for an operator. */
        PARKED
    }

    /**
     * Ends claims.
     *
     * @param again whether an earlier try of the same may have succeeded without a word: what it
     *     has done counts then
     */
    public static SettledClaims run(
            Connection connection, String session, List<Settlement> ends, boolean again, long now)
            throws SQLException {
        Arguments arguments =
                new Arguments(connection)
                        .text(session)
                        .numbers(ends, Settlement::seq)
                        .texts(ends, Settlement::id)
                        .numbers(ends, Settlement::claim)
                        .numbers(ends, end -> end.how().ordinal())
                        .texts(ends, Settlement::reason)
                        .numbers(ends, Settlement::readyAt)
                        .numbers(ends, Settlement::awaits)
                        .texts(ends, Settlement::saidId)
                        .texts(ends, Settlement::saidSender)
                        .texts(ends, Settlement::saidText)
                        .number(now)
                        .number(now)
                        .flag(again);
        return SettledClaims.of(arguments, SQL);
    }

    /**
     * The end of a claim.
     *
     * @param reason the reason; null for none
     * @param readyAt the time from which the conversation goes on, unless the answer was sent or
     *     parked
     * @param awaits the code of what ends the wait of the conversation
     * @param saidId the platform's id under which it can be quoted; empty if it is not to be kept
     */
    public record Settlement(
            long seq,
            String id,
            long claim,
            How how,
            String reason,
            long readyAt,
            int awaits,
            String saidId,
            String saidSender,
            String saidText) {}
}
