package dev.gateway.core.journal.table;

import dev.gateway.core.journal.codec.SaidText;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The table of what was said in the conversations of an account, by the platform's ids, for
 * platforms whose quotes name an id alone. All methods run inside a transaction of the caller.
 */
public final class SaidTable {

    private final SqliteConnection connection;

    public SaidTable(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Stores a received message, if it has an id. */
    public void received(String account, InboundMessage message, long now) throws SQLException {
        store(
                account,
                message.context().messageId(),
                message.conversation(),
                message.sender(),
                message.context().senderName(),
                SaidText.of(message),
                now);
    }

    /** Stores an answer that the platform has taken under an id. */
    public void sent(String account, String id, String sender, OutboundMessage answer, long now)
            throws SQLException {
        store(account, id, answer.conversation(), sender, "", SaidText.of(answer), now);
    }

    /** Returns a message; empty if it is unknown. */
    public Optional<Quote> find(String account, String id) throws SQLException {
        return connection.first(
                "SELECT sender, name, text FROM said WHERE account = ? AND id = ?",
                row ->
                        new Quote(
                                id,
                                Objects.requireNonNullElse(row.getString(1), ""),
                                Objects.requireNonNullElse(row.getString(2), ""),
                                Objects.requireNonNullElse(row.getString(3), ""),
                                List.<RemoteAttachment>of()),
                account,
                id);
    }

    /** Deletes up to {@code limit} messages stored before a time; returns their number. */
    public int removeBefore(long time, int limit) throws SQLException {
        return connection.update(
                "DELETE FROM said WHERE (account, id) IN"
                        + " (SELECT account, id FROM said WHERE at < ? LIMIT ?)",
                time,
                limit);
    }

    private void store(
            String account,
            String id,
            String conversation,
            String sender,
            String name,
            String text,
            long now)
            throws SQLException {
        if (!id.isEmpty()) {
            connection.update(
                    "INSERT OR REPLACE INTO said(account, id, conversation, sender, name, text, at)"
                            + " VALUES(?, ?, ?, ?, ?, ?, ?)",
                    account,
                    id,
                    conversation,
                    sender,
                    name,
                    text,
                    now);
        }
    }
}
