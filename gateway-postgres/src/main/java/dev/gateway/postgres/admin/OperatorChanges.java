package dev.gateway.postgres.admin;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.table.StoredText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The changes of an operator, each inside a transaction of the caller. A host may be about to claim
 * the same row: each statement asks for the state in its condition, and the row's lock decides.
 */
final class OperatorChanges {

    private static final int INBOX = 0;
    private static final int OUTBOX = 1;

    private static final String FINISH =
            """
            UPDATE message SET state = 3, text = '', attachments = '', reply_context = '',
                remote = '', context = '', reason = NULL
            WHERE seq = ? AND state = 2 AND NOT EXISTS (
                SELECT 1 FROM answer WHERE message = ? AND NOT parked)""";

    private final Connection connection;
    private final long now;

    OperatorChanges(Connection connection, long now) {
        this.connection = connection;
        this.now = now;
    }

    boolean retry(String id) throws SQLException {
        Optional<Place> message =
                change(
                        "UPDATE message SET state = 0,"
                                + " attempts = CASE state WHEN 0 THEN attempts ELSE 0 END,"
                                + " failures = CASE state WHEN 0 THEN failures ELSE 0 END,"
                                + " reason = CASE state WHEN 0 THEN reason ELSE NULL END"
                                + " WHERE id = ? AND (state = 4"
                                + " OR state = 0 AND claimed_by IS NULL)",
                        id);
        if (message.isPresent()) {
            makeDue(INBOX, message.get());
            return true;
        }
        Optional<Place> answer =
                change("UPDATE answer SET parked = false, failures = 0 WHERE id = ?", id);
        if (answer.isPresent()) {
            makeDue(OUTBOX, answer.get());
        }
        return answer.isPresent();
    }

    boolean drop(String id) throws SQLException {
        int messages =
                Sql.update(
                        connection,
                        "UPDATE message SET state = "
                                + MessageState.DROPPED.code()
                                + ", text = '', attachments = '', reply_context = '', remote = '',"
                                + " context = '', reason = NULL WHERE id = ? AND (state = 4"
                                + " OR state = 0 AND claimed_by IS NULL)",
                        StoredText.write(id));
        if (messages > 0) {
            return true;
        }
        Optional<Long> answered =
                Sql.first(
                        connection,
                        "DELETE FROM answer WHERE id = ? AND claimed_by IS NULL RETURNING message",
                        row -> row.getLong(1),
                        StoredText.write(id));
        if (answered.isPresent()) {
            Sql.update(connection, FINISH, answered.get(), answered.get());
        }
        return answered.isPresent();
    }

    List<String> send(AccountId account, String name, String conversation, List<MessagePart> parts)
            throws SQLException {
        String key = StoredText.write(account.value());
        String chat = StoredText.write(conversation);
        Sql.update(
                connection,
                "INSERT INTO account(id, name, named) SELECT ?, ?, coalesce(max(named), 0) + 1"
                        + " FROM account WHERE name = ? ON CONFLICT DO NOTHING",
                key,
                StoredText.write(name),
                StoredText.write(name));
        List<String> ids = new ArrayList<>();
        for (MessagePart part : parts) {
            String id = ItemId.random();
            Sql.update(
                    connection,
                    "INSERT INTO answer(id, account, conversation, text, markdown, created_at)"
                            + " VALUES(?, ?, ?, ?, ?, ?)",
                    id,
                    key,
                    chat,
                    StoredText.write(part.text()),
                    part.format() == TextFormat.MARKDOWN,
                    now);
            ids.add(id);
        }
        if (!ids.isEmpty()) {
            open(OUTBOX, new Place(key, chat), "lane.ready_at");
        }
        return ids;
    }

    private Optional<Place> change(String update, String id) throws SQLException {
        return Sql.first(
                connection,
                update + " RETURNING account, conversation",
                row -> new Place(row.getString(1), row.getString(2)),
                StoredText.write(id));
    }

    private void makeDue(int queue, Place place) throws SQLException {
        open(queue, place, "least(lane.ready_at, excluded.ready_at)");
    }

    /**
     * Gives a conversation a place in a queue.
     *
     * @param readyAt the time at which it is due if it has one already
     */
    private void open(int queue, Place place, String readyAt) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO lane(queue, account, conversation, ready_at) VALUES(?, ?, ?, ?)"
                        + " ON CONFLICT (account, conversation, queue) DO UPDATE"
                        + " SET added = lane.added + 1, ready_at = "
                        + readyAt,
                queue,
                place.account(),
                place.conversation(),
                now);
    }

    /** The place of a conversation, as the columns hold it. */
    private record Place(String account, String conversation) {}
}
