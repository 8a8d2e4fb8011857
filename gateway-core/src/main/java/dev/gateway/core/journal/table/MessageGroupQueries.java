package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.journal.codec.RowResult;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The SQL of messages that are parts of one. All methods run inside a transaction of the caller.
 */
final class MessageGroupQueries {

    private static final String LAST_OF_SENDER =
            InboxTable.PENDING + " AND sender = ? ORDER BY id DESC LIMIT 1";

    private static final String OF_SENDER =
            InboxTable.PENDING
                    + " AND id >= ? AND sender = ? ORDER BY id LIMIT "
                    + (MessageGroup.MAX_PARTS + 1);

    private final SqliteConnection connection;
    private final AttachmentCodec attachments;
    private final InboxTable inbox;

    MessageGroupQueries(
            SqliteConnection connection, AttachmentCodec attachments, InboxTable inbox) {
        this.connection = connection;
        this.attachments = attachments;
        this.inbox = inbox;
    }

    /** Returns whether a new message continues the sender's last pending one. */
    boolean isPartOfPending(String account, InboundMessage message, long now) throws SQLException {
        Optional<RowResult<MessageGroup.Part>> last =
                connection.first(
                        LAST_OF_SENDER,
                        row -> RowResult.of(row, InboxTable.UID, one -> part(account, one)),
                        account,
                        message.conversation(),
                        message.sender());
        if (last.isEmpty() || !last.get().isReadable()) {
            return false;
        }
        var next = new ClaimedMessage("", account, new AccountId(account), message, 1, 0, 0, 1);
        return MessageGroup.continues(
                last.get().claim(), new MessageGroup.Part(next, now), Duration.ZERO);
    }

    private MessageGroup.Part part(String account, ResultSet row) throws SQLException {
        return new MessageGroup.Part(inbox.read(account, row), row.getLong(15));
    }

    /** Returns the group that begins with a pending message. */
    MessageGroup of(ClaimedMessage head, Duration burstWindow) throws SQLException {
        List<RowResult<MessageGroup.Part>> rows =
                connection.list(
                        OF_SENDER,
                        row ->
                                RowResult.of(
                                        row,
                                        InboxTable.UID,
                                        one -> part(head.account().value(), one)),
                        head.account().value(),
                        head.message().conversation(),
                        head.row(),
                        head.message().sender());
        var group = new MessageGroup(rows.get(0).claim(), burstWindow);
        for (RowResult<MessageGroup.Part> row : rows.subList(1, rows.size())) {
            if (row.isReadable() && !group.add(row.claim())) {
                break; // An unreadable one is parked when its turn comes.
            }
        }
        return group;
    }

    /**
     * Makes the first message of a group the whole, for good: the others are done, and known when
     * they are delivered again.
     */
    ClaimedMessage join(MessageGroup group, List<ClaimResult.Joined> joined) throws SQLException {
        ClaimedMessage whole = group.joined();
        if (group.rest().isEmpty()) {
            return whole;
        }
        connection.update(
                "UPDATE message SET text = ?, attachments = ?, reply_context = ?, remote = ?,"
                        + " context = ? WHERE id = ?",
                whole.message().text(),
                attachments.write(whole.message().attachments()),
                whole.message().replyContext(),
                ContextCodec.write(whole.message().remote()),
                ContextCodec.write(whole.message().context()),
                whole.row());
        for (ClaimedMessage part : group.rest()) {
            inbox.close(
                    part.account().value(), part.row(), MessageState.PENDING, MessageState.DONE);
            joined.add(new ClaimResult.Joined(part.id(), whole.id(), whole.account().value()));
        }
        return whole;
    }
}
