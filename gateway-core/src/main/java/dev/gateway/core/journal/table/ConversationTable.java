package dev.gateway.core.journal.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.codec.RowResult;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The table of known conversations. All methods run inside a transaction of the caller. Those of
 * received messages are written before it is committed, by one statement for all of them.
 */
public final class ConversationTable implements SqliteConnection.TransactionListener {

    private static final String UPSERT =
            " ON CONFLICT DO UPDATE SET"
                    + " title = CASE excluded.title WHEN '' THEN title ELSE excluded.title END,"
                    + " direct = excluded.direct, last_at = excluded.last_at";

    private final SqliteConnection connection;
    private final Map<Key, Heard> heard = new LinkedHashMap<>();

    /** Begins to listen to the connection. */
    public ConversationTable(SqliteConnection connection) {
        this.connection = connection;
        connection.listen(this);
    }

    private record Key(String account, String conversation) {}

    /** The last message of a conversation. */
    private record Heard(String title, boolean direct, long at) {}

    /** Records the conversation of a message; a name that is missing now stays as it was. */
    public void record(String account, InboundMessage message, long now) {
        heard.merge(
                new Key(account, message.conversation()),
                new Heard(title(message), message.direct(), now),
                (before, last) ->
                        last.title().isEmpty()
                                ? new Heard(before.title(), last.direct(), last.at())
                                : last);
    }

    @Override
    public void beforeCommit() throws SQLException {
        write();
    }

    private void write() throws SQLException {
        if (heard.isEmpty()) {
            return;
        }
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<Key, Heard> each : heard.entrySet()) {
            Key key = each.getKey();
            Heard last = each.getValue();
            if (isPlain(key.account()) && isPlain(key.conversation()) && isPlain(last.title())) {
                rows.addArray()
                        .add(key.account())
                        .add(key.conversation())
                        .add(last.title())
                        .add(last.direct() ? 1 : 0)
                        .add(last.at());
            } else {
                connection.update(
                        "INSERT INTO conversation(account, id, title, direct, last_at)"
                                + " VALUES(?, ?, ?, ?, ?)"
                                + UPSERT,
                        key.account(),
                        key.conversation(),
                        last.title(),
                        last.direct() ? 1 : 0,
                        last.at());
            }
        }
        heard.clear();
        if (!rows.isEmpty()) {
            connection.update(
                    "INSERT INTO conversation(account, id, title, direct, last_at)"
                            + " SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3,"
                            + " value ->> 4 FROM json_each(?) WHERE true"
                            + UPSERT,
                    JsonTree.text(rows));
        }
    }

    /**
     * Returns whether a text passes through JSON as it would be bound: SQLite ends a text of JSON
     * at a NUL, and half a character has no bytes.
     */
    private static boolean isPlain(String text) {
        return text.indexOf(0) < 0 && RowResult.isExact(text);
    }

    @Override
    public void rolledBack() {
        heard.clear();
    }

    /** Names a conversation whose title became known after its message was stored. */
    public void name(String account, InboundMessage message) throws SQLException {
        write();
        connection.update(
                "UPDATE conversation SET title = ?1 WHERE account = ?2 AND id = ?3"
                        + " AND title <> ?1 AND ?1 <> ''",
                title(message),
                account,
                message.conversation());
    }

    private static String title(InboundMessage message) {
        return message.direct() ? message.context().senderName() : message.context().chatTitle();
    }

    /** Returns the conversations, the latest first. */
    public List<KnownConversation> list(int limit) throws SQLException {
        return connection.list(
                "SELECT coalesce(name, conversation.account), conversation.id, title, direct, last_at"
                        + " FROM conversation LEFT JOIN account ON account.id = conversation.account"
                        + " ORDER BY last_at DESC, 1, 2 LIMIT ?",
                row ->
                        new KnownConversation(
                                Objects.requireNonNullElse(row.getString(1), ""),
                                Objects.requireNonNullElse(row.getString(2), ""),
                                Objects.requireNonNullElse(row.getString(3), ""),
                                row.getInt(4) == 1,
                                Instant.ofEpochMilli(row.getLong(5))),
                limit);
    }
}
