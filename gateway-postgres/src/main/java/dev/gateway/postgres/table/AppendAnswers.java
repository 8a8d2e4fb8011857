package dev.gateway.postgres.table;

import dev.gateway.postgres.table.SettleMessages.NewAnswer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The addition of answers that answer no message. */
public final class AppendAnswers {

    private static final String SQL =
            """
            WITH known AS (
                INSERT INTO account(id, name) SELECT ?, ? ON CONFLICT (id) DO NOTHING),
            answers AS (
                INSERT INTO answer(id, account, conversation, text, attachments, markdown,
                    created_at)
                SELECT p.id, ?, ?, p.text, p.attachments, p.markdown, ?::bigint
                FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[]) WITH ORDINALITY
                    AS p(id, text, attachments, markdown, ord)
                ORDER BY p.ord)
            INSERT INTO lane(queue, account, conversation, ready_at) VALUES (1, ?, ?, ?)
            ON CONFLICT (account, conversation, queue) DO UPDATE SET added = lane.added + 1""";

    private AppendAnswers() {}

    /**
     * Appends answers to the queue of a conversation. An account that no gateway has served yet is
     * stored under that name.
     */
    public static void run(
            Connection connection,
            String account,
            String name,
            String conversation,
            List<NewAnswer> answers,
            long now)
            throws SQLException {
        new Arguments(connection)
                .text(account)
                .text(name)
                .text(account)
                .text(conversation)
                .number(now)
                .texts(answers, NewAnswer::id)
                .texts(answers, NewAnswer::text)
                .texts(answers, NewAnswer::attachments)
                .flags(answers, NewAnswer::markdown)
                .text(account)
                .text(conversation)
                .number(now)
                .update(SQL);
    }
}
