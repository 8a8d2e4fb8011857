package dev.gateway.postgres.table;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.postgres.table.ClaimMessages.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The claim of due answers of several accounts, one of each conversation. */
public final class ClaimAnswers {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            asked AS MATERIALIZED (
                SELECT a.* FROM unnest(?::text[], ?::bigint[], ?::bigint[])
                    AS a(account, most, retries)
                JOIN account c ON c.id = a.account WHERE c.session = (SELECT id FROM fence)),
            refused AS MATERIALIZED (
                SELECT l.* FROM asked a CROSS JOIN LATERAL (
                    SELECT account, conversation, ready_at, refusals, added FROM lane
                    WHERE queue = 1 AND account = a.account AND busy_by IS NULL AND ready_at <= ?
                        AND refusals > 0
                    ORDER BY ready_at LIMIT least(a.most, a.retries)) l),
            others AS MATERIALIZED (
                SELECT l.* FROM asked a CROSS JOIN LATERAL (
                    SELECT account, conversation, ready_at, refusals, added FROM lane
                    WHERE queue = 1 AND account = a.account AND busy_by IS NULL AND ready_at <= ?
                        AND refusals = 0
                    ORDER BY ready_at LIMIT a.most
                        - (SELECT count(*) FROM refused r WHERE r.account = a.account)) l),
            head AS MATERIALIZED (
                SELECT d.*, b.seq FROM (SELECT * FROM refused UNION ALL SELECT * FROM others) d
                LEFT JOIN LATERAL (
                    SELECT seq FROM answer a
                    WHERE a.account = d.account AND a.conversation = d.conversation
                        AND NOT a.parked
                    ORDER BY a.seq LIMIT 1) b ON true),
            empty AS (
                DELETE FROM lane l USING head h
                WHERE h.seq IS NULL AND l.queue = 1 AND l.account = h.account
                    AND l.conversation = h.conversation AND coalesce(l.busy_by, '') = ''
                    AND l.added = h.added),
            taken AS (
                UPDATE lane l SET busy_by = (SELECT id FROM fence), heard = false FROM head h
                WHERE h.seq IS NOT NULL AND l.queue = 1 AND l.account = h.account
                    AND l.conversation = h.conversation AND coalesce(l.busy_by, '') = ''
                RETURNING l.account, l.conversation, l.refusals, h.ready_at, h.seq),
            claimed AS (
                UPDATE answer a SET claimed_by = (SELECT id FROM fence), claims = a.claims + 1,
                    sending = true
                FROM taken t WHERE a.seq = t.seq AND a.parked IS DISTINCT FROM true
                    AND a.claimed_by IS NULL
                RETURNING t.ready_at, t.refusals, a.seq, a.id, a.account, a.conversation,
                    a.reply_context, a.text, a.attachments, a.markdown, a.failures, a.created_at,
                    a.claims)
            SELECT 'claimed', ready_at, account, conversation, refusals, seq, id, reply_context,
                text, attachments, markdown, failures, created_at, claims FROM claimed
            UNION ALL SELECT 'stray', t.ready_at, t.account, t.conversation, 0, t.seq, NULL, NULL,
                NULL, NULL, false, 0, 0, 0
            FROM taken t WHERE NOT EXISTS (SELECT 1 FROM claimed c WHERE c.seq = t.seq)
            UNION ALL SELECT 'next', n.ready_at, a.account, NULL, n.refused::integer, 0, NULL, NULL,
                NULL, NULL, false, 0, 0, 0
            FROM asked a CROSS JOIN LATERAL (
                (SELECT l.ready_at, false AS refused FROM lane l
                WHERE l.queue = 1 AND l.account = a.account AND l.busy_by IS NULL
                    AND l.refusals = 0 AND NOT EXISTS (
                        SELECT 1 FROM head h
                        WHERE h.account = l.account AND h.conversation = l.conversation)
                ORDER BY l.ready_at LIMIT 1)
                UNION ALL
                (SELECT l.ready_at, true FROM lane l
                WHERE l.queue = 1 AND l.account = a.account AND l.busy_by IS NULL
                    AND l.refusals > 0 AND NOT EXISTS (
                        SELECT 1 FROM head h
                        WHERE h.account = l.account AND h.conversation = l.conversation)
                ORDER BY l.ready_at LIMIT 1)) n""";

    private ClaimAnswers() {}

    /** Claims answers of those accounts that the session holds. */
    public static Result run(Connection connection, String session, List<Wanted> wanted, long now)
            throws SQLException {
        List<AnswerRow> claimed = new ArrayList<>();
        List<Place> strays = new ArrayList<>();
        Map<String, Long> nextUnrefused = new HashMap<>();
        Map<String, Long> nextRefused = new HashMap<>();
        new Arguments(connection)
                .text(session)
                .texts(wanted, Wanted::account)
                .numbers(wanted, Wanted::most)
                .numbers(wanted, Wanted::retries)
                .number(now)
                .number(now)
                .list(
                        SQL,
                        row -> {
                            AnswerRow found = AnswerRow.of(row);
                            switch (row.getString(1)) {
                                case "claimed" -> claimed.add(found);
                                case "stray" ->
                                        strays.add(
                                                new Place(found.account(), found.conversation()));
                                default ->
                                        (found.refusals() > 0 ? nextRefused : nextUnrefused)
                                                .put(found.account(), found.readyAt());
                            }
                            return found;
                        });
        claimed.sort(Comparator.comparingLong(AnswerRow::readyAt));
        return new Result(claimed, strays, nextUnrefused, nextRefused);
    }

    /**
     * A wish for answers of one account.
     *
     * @param most the maximum number
     * @param retries the maximum from conversations whose last attempt was refused
     */
    public record Wanted(String account, int most, int retries) {}

    /**
     * The result of a claim.
     *
     * @param claimed the answers of the caller
     * @param strays places that were taken for an answer that another process has just changed
     * @param nextUnrefused the time, by account, at which the next place is due whose last attempt
     *     was not refused
     * @param nextRefused the same for a place whose last attempt was refused
     */
    public record Result(
            List<AnswerRow> claimed,
            List<Place> strays,
            Map<String, Long> nextUnrefused,
            Map<String, Long> nextRefused) {}

    /** A row of the table of answers, as a claim sees it; its content may be unreadable. */
    public record AnswerRow(
            long readyAt,
            String account,
            String conversation,
            int refusals,
            long seq,
            String id,
            String replyContext,
            String text,
            String attachments,
            boolean markdown,
            int failures,
            long createdAt,
            long claim) {

        private static AnswerRow of(ResultSet row) throws SQLException {
            int i = 2;
            return new AnswerRow(
                    row.getLong(i++),
                    StoredText.read(row.getString(i++)),
                    StoredText.read(row.getString(i++)),
                    row.getInt(i++),
                    row.getLong(i++),
                    row.getString(i++),
                    StoredText.read(row.getString(i++)),
                    StoredText.read(row.getString(i++)),
                    StoredText.read(row.getString(i++)),
                    row.getBoolean(i++),
                    row.getInt(i++),
                    row.getLong(i++),
                    row.getLong(i));
        }

        /**
         * Returns the answer; its platform is the key of its account.
         *
         * @throws RuntimeException if the row has content that this version cannot read
         */
        public ClaimedAnswer read(AttachmentCodec files) {
            return new ClaimedAnswer(
                    account,
                    new AccountId(account),
                    new OutboundMessage(
                            id,
                            conversation,
                            replyContext,
                            text,
                            files.read(attachments),
                            markdown ? TextFormat.MARKDOWN : TextFormat.PLAIN),
                    failures,
                    refusals,
                    Instant.ofEpochMilli(createdAt),
                    seq,
                    claim);
        }
    }
}
