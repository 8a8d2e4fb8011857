package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The storage of received messages. Messages are stored even if another process holds their
 * account, as a platform may give them only once; cursor and notes only for the present holder.
 */
public final class AcceptStatement {

    private static final String SQL =
            """
            WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE),
            batch AS MATERIALIZED (
                SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[])
                    AS b(account, epoch, cursor)),
            moved AS (
                UPDATE account a SET cursor = b.cursor FROM batch b
                WHERE b.cursor IS NOT NULL AND a.id = b.account AND a.epoch = b.epoch
                    AND a.session = (SELECT id FROM fence)
                RETURNING a.id, a.epoch),
            kept AS MATERIALIZED (
                SELECT a.id, a.epoch FROM batch b
                JOIN account a ON a.id = b.account AND a.epoch = b.epoch
                WHERE b.cursor IS NULL AND a.session = (SELECT id FROM fence)
                FOR SHARE OF a),
            held AS (SELECT id, epoch FROM moved UNION ALL SELECT id, epoch FROM kept),
            noted AS (
                INSERT INTO note(account, key, value)
                SELECT n.account, n.key, n.value
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
                    AS n(account, epoch, key, value)
                WHERE EXISTS (
                    SELECT 1 FROM held h WHERE h.id = n.account AND h.epoch = n.epoch)
                ON CONFLICT (account, key) DO UPDATE SET value = excluded.value
                WHERE note.value <> excluded.value),
            given AS MATERIALIZED (
                SELECT g.*, NOT g.if_paired OR EXISTS (
                    SELECT 1 FROM pairing p
                    WHERE p.account = g.account AND p.sender = g.sender) AS admitted
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                    ?::boolean[], ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[])
                    WITH ORDINALITY
                    AS g(id, account, dedup_key, conversation, sender, direct, text, attachments,
                        remote, context, reply_context, sent_at, may_join, if_paired, title,
                        said_id, said_name, said_text, ord)),
            fresh AS (
                INSERT INTO message(id, account, dedup_key, conversation, sender, direct, text,
                    attachments, remote, context, reply_context, sent_at, accepted_at, may_join)
                SELECT id, account, dedup_key, conversation, sender, direct, text, attachments,
                    remote, context, reply_context, sent_at, ?::bigint, may_join
                FROM given WHERE admitted ORDER BY ord
                ON CONFLICT (account, dedup_key) DO NOTHING
                RETURNING id, account, conversation),
            places AS (
                INSERT INTO lane(queue, account, conversation, ready_at)
                SELECT DISTINCT 0, account, conversation, ?::bigint FROM fresh
                ON CONFLICT (account, conversation, queue) DO UPDATE SET added = lane.added + 1,
                    ready_at = CASE lane.awaits WHEN 2 THEN least(lane.ready_at, excluded.ready_at)
                        ELSE lane.ready_at END),
            heard AS (
                UPDATE lane l SET heard = true,
                    ready_at = CASE l.awaits WHEN 2 THEN least(l.ready_at, ?::bigint)
                        ELSE l.ready_at END,
                    refusals = CASE l.awaits WHEN 2 THEN 0 ELSE l.refusals END
                FROM (SELECT DISTINCT account, conversation FROM fresh) f
                WHERE l.queue = 1 AND l.account = f.account AND l.conversation = f.conversation),
            known AS (
                INSERT INTO conversation(account, id, title, direct, last_at)
                SELECT DISTINCT ON (g.account, g.conversation)
                    g.account, g.conversation, g.title, g.direct, ?::bigint
                FROM fresh f JOIN given g ON g.id = f.id
                ORDER BY g.account, g.conversation, (g.title <> '') DESC, g.ord DESC
                ON CONFLICT (account, id) DO UPDATE SET direct = excluded.direct,
                    last_at = excluded.last_at,
                    title = CASE excluded.title WHEN '' THEN conversation.title
                        ELSE excluded.title END),
            quoted AS (
                INSERT INTO said(account, id, conversation, sender, name, text, at)
                SELECT DISTINCT ON (g.account, g.said_id) g.account, g.said_id, g.conversation,
                    g.sender, g.said_name, g.said_text, ?::bigint
                FROM fresh f JOIN given g ON g.id = f.id
                WHERE g.said_id <> '' ORDER BY g.account, g.said_id, g.ord DESC
                ON CONFLICT (account, id) DO UPDATE SET conversation = excluded.conversation,
                    sender = excluded.sender, name = excluded.name, text = excluded.text,
                    at = excluded.at),
            turned_away AS (
                INSERT INTO counter(account, refused)
                SELECT * FROM unnest(?::text[], ?::bigint[])
                ON CONFLICT (account) DO UPDATE SET refused = counter.refused + excluded.refused)
            SELECT 'held', id, epoch FROM held
            UNION ALL SELECT 'fresh', id, 0 FROM fresh
            UNION ALL SELECT 'fresh', g.id, 0 FROM given g
                JOIN message m ON m.account = g.account AND m.dedup_key = g.dedup_key
                WHERE ?::boolean AND m.id = g.id
            UNION ALL SELECT 'stranger', id, 0 FROM given WHERE NOT admitted""";

    private AcceptStatement() {}

    /**
     * Stores messages and positions.
     *
     * @param session the registration of this process
     * @param positions the cursor and the notes of each account and holding, at most one of each
     * @param messages in the order of receipt
     * @param refused the number of messages that were refused, by account
     * @param again whether an earlier try of the same may have succeeded without a word: what it
     *     has stored counts as new then
     */
    public static Result run(
            Connection connection,
            String session,
            List<Position> positions,
            List<NewMessage> messages,
            Map<String, Long> refused,
            boolean again,
            long now)
            throws SQLException {
        List<Note> notes = new ArrayList<>();
        for (Position each : positions) {
            each.notes().forEach((key, value) -> notes.add(new Note(each, key, value)));
        }
        Set<Held> held = new HashSet<>();
        Set<String> fresh = new HashSet<>();
        Set<String> strangers = new HashSet<>();
        new Arguments(connection)
                .text(session)
                .texts(positions, Position::account)
                .numbers(positions, Position::epoch)
                .texts(positions, Position::cursor)
                .texts(notes, note -> note.of().account())
                .numbers(notes, note -> note.of().epoch())
                .texts(notes, Note::key)
                .texts(notes, Note::value)
                .texts(messages, NewMessage::id)
                .texts(messages, NewMessage::account)
                .texts(messages, NewMessage::dedupKey)
                .texts(messages, NewMessage::conversation)
                .texts(messages, NewMessage::sender)
                .flags(messages, NewMessage::direct)
                .texts(messages, NewMessage::text)
                .texts(messages, NewMessage::attachments)
                .texts(messages, NewMessage::remote)
                .texts(messages, NewMessage::context)
                .texts(messages, NewMessage::replyContext)
                .numbers(messages, NewMessage::sentAt)
                .flags(messages, NewMessage::mayJoin)
                .flags(messages, NewMessage::ifPaired)
                .texts(messages, NewMessage::title)
                .texts(messages, NewMessage::saidId)
                .texts(messages, NewMessage::saidName)
                .texts(messages, NewMessage::saidText)
                .number(now)
                .number(now)
                .number(now)
                .number(now)
                .number(now)
                .texts(refused.keySet())
                .numbers(refused.values(), Long::longValue)
                .flag(again)
                .list(
                        SQL,
                        row -> {
                            String id = StoredText.read(row.getString(2));
                            return switch (row.getString(1)) {
                                case "held" -> held.add(new Held(id, row.getLong(3)));
                                case "fresh" -> fresh.add(id);
                                default -> strangers.add(id);
                            };
                        });
        return new Result(held, fresh, strangers);
    }

    /**
     * The position of an account after its batches.
     *
     * @param epoch the number of the holding under which they were received
     * @param cursor the last cursor; null if none came with them
     */
    public record Position(String account, long epoch, String cursor, Map<String, String> notes) {

        /** Copies the notes. */
        public Position {
            notes = Map.copyOf(notes);
        }
    }

    /**
     * A message to store.
     *
     * @param mayJoin whether a further message may be a part of it
     * @param ifPaired whether it is stored only if its sender is paired by then
     * @param title the title of its conversation; empty if unknown
     * @param saidId the id under which it can be quoted; empty if it is not to be kept for that
     * @param saidText its text for quotes
     */
    public record NewMessage(
            String id,
            String account,
            String dedupKey,
            String conversation,
            String sender,
            boolean direct,
            String text,
            String attachments,
            String remote,
            String context,
            String replyContext,
            long sentAt,
            boolean mayJoin,
            boolean ifPaired,
            String title,
            String saidId,
            String saidName,
            String saidText) {}

    /** An account and the number of its holding. */
    public record Held(String account, long epoch) {}

    /**
     * The result of the storage.
     *
     * @param held the accounts that the session holds under those numbers
     * @param fresh the ids of the messages that are new
     * @param strangers the ids of the messages whose senders are not paired
     */
    public record Result(Set<Held> held, Set<String> fresh, Set<String> strangers) {}

    private record Note(Position of, String key, String value) {}
}
