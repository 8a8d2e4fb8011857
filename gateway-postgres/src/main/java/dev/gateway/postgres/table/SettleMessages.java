package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ends of claims of messages: answered, failed, parked or given back, with the answers. A void
 * claim changes nothing.
 */
public final class SettleMessages {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            given AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[],
                    ?::boolean[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                    WITH ORDINALITY
                    AS g(seq, id, claim, state, failed, uncounted, reason, ready_at, text,
                        attachments, context, ord)),
            done AS (
                UPDATE message m SET state = g.state, claimed_by = NULL,
                    failures = m.failures + g.failed::integer,
                    attempts = m.attempts - g.uncounted::integer,
                    reason = CASE WHEN g.state = 3 THEN NULL ELSE g.reason END,
                    text = CASE WHEN g.state = 3 THEN '' ELSE coalesce(g.text, m.text) END,
                    attachments = CASE WHEN g.state = 3 THEN ''
                        ELSE coalesce(g.attachments, m.attachments) END,
                    remote = CASE WHEN g.state = 3 OR g.text IS NOT NULL THEN ''
                        ELSE m.remote END,
                    context = CASE WHEN g.state = 3 THEN '' ELSE coalesce(g.context, m.context) END,
                    reply_context = CASE WHEN g.state = 3 THEN '' ELSE m.reply_context END
                FROM given g
                WHERE m.seq = g.seq AND m.id = g.id AND m.claims = g.claim AND m.state + 0 = 0
                    AND coalesce(m.claimed_by, '') = (SELECT id FROM fence)
                RETURNING g.ord, m.seq, m.account, m.conversation, m.state, g.ready_at),
            answers AS (
                INSERT INTO answer(id, message, account, conversation, reply_context, text,
                    attachments, markdown, created_at)
                SELECT p.id, d.seq, d.account, d.conversation, p.reply_context, p.text,
                    p.attachments, p.markdown, ?::bigint
                FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[])
                    WITH ORDINALITY
                    AS p(task, id, reply_context, text, attachments, markdown, ord)
                JOIN done d ON d.ord = p.task ORDER BY p.ord
                RETURNING account, conversation),
            answer_places AS (
                INSERT INTO lane(queue, account, conversation, ready_at)
                SELECT DISTINCT 1, account, conversation, ?::bigint FROM answers
                ON CONFLICT (account, conversation, queue) DO UPDATE SET added = lane.added + 1),
            places AS MATERIALIZED (
                SELECT d.account, d.conversation, d.ready_at, l.added, d.state = 0 OR EXISTS (
                    SELECT 1 FROM message m
                    WHERE m.account = d.account AND m.conversation = d.conversation
                        AND m.state = 0 AND m.seq <> d.seq) AS more
                FROM done d JOIN lane l
                    ON l.queue = 0 AND l.account = d.account AND l.conversation = d.conversation
                WHERE coalesce(l.busy_by, '') = (SELECT id FROM fence)),
            freed AS (
                UPDATE lane l SET busy_by = NULL, ready_at = p.ready_at, refusals = 0, awaits = 0
                FROM places p
                WHERE p.more AND l.queue = 0 AND l.account = p.account
                    AND l.conversation = p.conversation AND coalesce(l.busy_by, '') = (SELECT id FROM fence)),
            closed AS (
                DELETE FROM lane l USING places p
                WHERE NOT p.more AND l.queue = 0 AND l.account = p.account
                    AND l.conversation = p.conversation AND coalesce(l.busy_by, '') = (SELECT id FROM fence)
                    AND l.added = p.added
                RETURNING l.account, l.conversation),
            counted AS (
                INSERT INTO counter(account, handled)
                SELECT account, count(*) FROM done WHERE state IN (2, 3) GROUP BY account
                ON CONFLICT (account) DO UPDATE SET handled = counter.handled + excluded.handled)
            SELECT 'done', ord, NULL, NULL FROM done
            UNION ALL SELECT 'done', g.ord, NULL, NULL FROM given g JOIN message m ON m.seq = g.seq
                WHERE ?::boolean AND m.id = g.id AND m.claims = g.claim AND m.state = g.state
                    AND m.claimed_by IS NULL
            """
                    + SettledClaims.BUSY_PLACES;

    private SettleMessages() {}

    /**
     * Ends claims.
     *
     * @param again whether an earlier try of the same may have succeeded without a word: what it
     *     has done counts then
     */
    public static SettledClaims run(
            Connection connection, String session, List<Settlement> ends, boolean again, long now)
            throws SQLException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            for (NewAnswer answer : ends.get(i).answers()) {
                parts.add(new Part(i + 1, answer));
            }
        }
        Arguments arguments =
                new Arguments(connection)
                        .text(session)
                        .numbers(ends, Settlement::seq)
                        .texts(ends, Settlement::id)
                        .numbers(ends, Settlement::claim)
                        .numbers(ends, Settlement::state)
                        .flags(ends, Settlement::failed)
                        .flags(ends, Settlement::uncounted)
                        .texts(ends, Settlement::reason)
                        .numbers(ends, Settlement::readyAt)
                        .texts(ends, Settlement::text)
                        .texts(ends, Settlement::attachments)
                        .texts(ends, Settlement::context)
                        .number(now)
                        .numbers(parts, Part::task)
                        .texts(parts, part -> part.answer().id())
                        .texts(parts, part -> part.answer().replyContext())
                        .texts(parts, part -> part.answer().text())
                        .texts(parts, part -> part.answer().attachments())
                        .flags(parts, part -> part.answer().markdown())
                        .number(now)
                        .flag(again);
        return SettledClaims.of(arguments, SQL);
    }

    /**
     * The end of a claim.
     *
     * @param state the code of the new state; 0 if the message is pending again
     * @param failed whether a failure is counted
     * @param uncounted whether the attempt is not counted
     * @param reason the reason; null for none
     * @param readyAt the time from which the conversation goes on
     * @param text the new text; null if text, files and context stay
     */
    public record Settlement(
            long seq,
            String id,
            long claim,
            int state,
            boolean failed,
            boolean uncounted,
            String reason,
            long readyAt,
            String text,
            String attachments,
            String context,
            List<NewAnswer> answers) {

        /** Copies the list. */
        public Settlement {
            answers = List.copyOf(answers);
        }
    }

    /**
     * A part of an answer.
     *
     * @param id its id, which the caller has made
     */
    public record NewAnswer(
            String id, String replyContext, String text, String attachments, boolean markdown) {}

    private record Part(int task, NewAnswer answer) {}
}
