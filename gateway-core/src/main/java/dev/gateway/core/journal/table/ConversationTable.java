package dev.gateway.core.journal.table;

import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The table of known conversations. All methods run inside a transaction of the caller. */
public final class ConversationTable {

    private final SqliteConnection connection;

    public ConversationTable(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Records the conversation of a message; a name that is missing now stays as it was. */
    public void record(String account, InboundMessage message, long now) throws SQLException {
        connection.update(
                "INSERT INTO conversation(account, id, title, direct, last_at)"
                        + " VALUES(?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                        + " title = CASE excluded.title WHEN '' THEN title ELSE excluded.title END,"
                        + " direct = excluded.direct, last_at = excluded.last_at",
                account,
                message.conversation(),
                title(message),
                message.direct() ? 1 : 0,
                now);
    }

    /** Names a conversation whose title became known after its message was stored. */
    public void name(String account, InboundMessage message) throws SQLException {
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
