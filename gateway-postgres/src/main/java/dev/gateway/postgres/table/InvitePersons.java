package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The answers to strangers, each with a code that lets them talk once an operator approves it:
 * unless they have had one within its validity, or too many codes of the account are open.
 */
public final class InvitePersons {

    private static final String SQL =
            """
            WITH given AS MATERIALIZED (
                SELECT g.*, row_number() OVER (PARTITION BY g.account ORDER BY g.ord) AS place
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[]) WITH ORDINALITY
                    AS g(account, sender, name, code, conversation, reply_context, text, id, ord)
                WHERE NOT EXISTS (
                    SELECT 1 FROM pairing_request r
                    WHERE r.account = g.account AND r.sender = g.sender AND r.requested_at > ?)
                    AND NOT EXISTS (
                        SELECT 1 FROM pairing p
                        WHERE p.account = g.account AND p.sender = g.sender)),
            invited AS (
                INSERT INTO pairing_request AS q (account, sender, name, code, requested_at)
                SELECT g.account, g.sender, g.name, g.code, ?::bigint FROM given g
                WHERE g.place + (
                    SELECT count(*) FROM pairing_request o
                    WHERE o.account = g.account AND o.code <> '' AND o.requested_at > ?) <= ?
                ON CONFLICT (account, sender) DO UPDATE SET name = excluded.name,
                    code = excluded.code, requested_at = excluded.requested_at
                WHERE q.requested_at <= ?
                RETURNING q.account, q.sender, q.code),
            answers AS (
                INSERT INTO answer(id, account, conversation, reply_context, text, markdown,
                    created_at)
                SELECT g.id, g.account, g.conversation, g.reply_context, g.text, false, ?::bigint
                FROM given g JOIN invited i
                    ON i.account = g.account AND i.sender = g.sender AND i.code = g.code
                ORDER BY g.ord
                RETURNING account, conversation),
            places AS (
                INSERT INTO lane(queue, account, conversation, ready_at)
                SELECT DISTINCT 1, account, conversation, ?::bigint FROM answers
                ON CONFLICT (account, conversation, queue) DO UPDATE SET added = lane.added + 1)
            SELECT account FROM invited""";

    private InvitePersons() {}

    /**
     * Invites persons, each at most once.
     *
     * @param mostOpen the maximum number of open codes of an account
     * @param expiry the time from which requests count
     * @return the account of each person who was invited
     */
    public static List<String> run(
            Connection connection, List<Stranger> strangers, int mostOpen, long expiry, long now)
            throws SQLException {
        return new Arguments(connection)
                .texts(strangers, Stranger::account)
                .texts(strangers, Stranger::sender)
                .texts(strangers, Stranger::name)
                .texts(strangers, Stranger::code)
                .texts(strangers, Stranger::conversation)
                .texts(strangers, Stranger::replyContext)
                .texts(strangers, Stranger::text)
                .texts(strangers, Stranger::answerId)
                .number(expiry)
                .number(now)
                .number(expiry)
                .number(mostOpen)
                .number(expiry)
                .number(now)
                .number(now)
                .list(SQL, row -> StoredText.read(row.getString(1)));
    }

    /**
     * A person who may not talk yet.
     *
     * @param code the code of the invitation
     * @param text the answer
     */
    public record Stranger(
            String account,
            String sender,
            String name,
            String code,
            String conversation,
            String replyContext,
            String text,
            String answerId) {}
}
