package dev.gateway.postgres.table;

import dev.gateway.postgres.table.ClaimMessages.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The claim of messages that are the first parts of longer ones: the other parts are done then, and
 * known when they are delivered again. Conversations in which more parts are awaited wait.
 */
public final class JoinMessages {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            waiting AS (
                UPDATE lane l SET ready_at = w.until, awaits = 2
                FROM unnest(?::text[], ?::text[], ?::bigint[]) AS w(account, conversation, until)
                WHERE l.queue = 0 AND l.account = w.account AND l.conversation = w.conversation
                    AND coalesce(l.busy_by, '') = ''
                    AND EXISTS (SELECT 1 FROM fence)),
            given AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[])
                    AS g(seq, account, conversation, claim, text, attachments, remote, context,
                        reply_context)),
            taken AS (
                UPDATE lane l SET busy_by = (SELECT id FROM fence), heard = false FROM given g
                WHERE l.queue = 0 AND l.account = g.account AND l.conversation = g.conversation
                    AND coalesce(l.busy_by, '') = ''
                    AND EXISTS (SELECT 1 FROM fence)
                RETURNING g.seq, l.account, l.conversation),
            claimed AS (
                UPDATE message m SET claimed_by = (SELECT id FROM fence), claims = g.claim,
                    attempts = m.attempts + 1, text = g.text, attachments = g.attachments,
                    remote = g.remote, context = g.context, reply_context = g.reply_context
                FROM given g JOIN taken t ON t.seq = g.seq
                WHERE m.seq = g.seq AND m.state + 0 = 0 AND m.claimed_by IS NULL
                    AND m.claims = g.claim - 1
                RETURNING m.seq),
            parts AS (
                UPDATE message m SET state = 3, text = '', attachments = '', remote = '',
                    context = '', reply_context = '', reason = NULL
                FROM unnest(?::bigint[], ?::bigint[]) AS p(seq, head)
                    JOIN claimed c ON c.seq = p.head
                WHERE m.seq = p.seq AND m.state + 0 = 0 AND m.claimed_by IS NULL
                RETURNING m.seq, m.account),
            counted AS (
                INSERT INTO counter(account, handled)
                SELECT account, count(*) FROM parts GROUP BY account
                ON CONFLICT (account) DO UPDATE SET handled = counter.handled + excluded.handled)
            SELECT 'claimed', seq, NULL, NULL FROM claimed
            UNION ALL SELECT 'part', seq, NULL, NULL FROM parts
            UNION ALL SELECT 'stray', t.seq, t.account, t.conversation FROM taken t
                WHERE NOT EXISTS (SELECT 1 FROM claimed c WHERE c.seq = t.seq)""";

    private JoinMessages() {}

    /** Claims the wholes, ends their parts, and lets the other conversations wait. */
    public static Result run(
            Connection connection,
            String session,
            List<Whole> wholes,
            List<Part> parts,
            List<Waiting> waiting)
            throws SQLException {
        Set<Long> claimed = new HashSet<>();
        Set<Long> joined = new HashSet<>();
        List<Place> strays = new ArrayList<>();
        new Arguments(connection)
                .text(session)
                .texts(waiting, wait -> wait.place().account())
                .texts(waiting, wait -> wait.place().conversation())
                .numbers(waiting, Waiting::until)
                .numbers(wholes, Whole::seq)
                .texts(wholes, whole -> whole.place().account())
                .texts(wholes, whole -> whole.place().conversation())
                .numbers(wholes, Whole::claim)
                .texts(wholes, Whole::text)
                .texts(wholes, Whole::attachments)
                .texts(wholes, Whole::remote)
                .texts(wholes, Whole::context)
                .texts(wholes, Whole::replyContext)
                .numbers(parts, Part::seq)
                .numbers(parts, Part::head)
                .list(
                        SQL,
                        row ->
                                switch (row.getString(1)) {
                                    case "claimed" -> claimed.add(row.getLong(2));
                                    case "part" -> joined.add(row.getLong(2));
                                    default -> strays.add(Lanes.place(row, 3));
                                });
        return new Result(claimed, joined, strays);
    }

    /**
     * A message with its parts, in place of the first of them.
     *
     * @param claim the number of the claim to make
     */
    public record Whole(
            long seq,
            Place place,
            long claim,
            String text,
            String attachments,
            String remote,
            String context,
            String replyContext) {}

    /** A further part of the message that begins with {@code head}. */
    public record Part(long seq, long head) {}

    /** A conversation that waits for the next message of its person, or for a time. */
    public record Waiting(Place place, long until) {}

    /**
     * The result.
     *
     * @param claimed the wholes that are claimed now
     * @param joined the parts that are done now
     * @param strays places that were taken for a message that another process has just changed
     */
    public record Result(Set<Long> claimed, Set<Long> joined, List<Place> strays) {}
}
