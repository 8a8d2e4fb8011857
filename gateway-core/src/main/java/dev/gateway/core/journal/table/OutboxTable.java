package dev.gateway.core.journal.table;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.journal.table.ConversationQueueTable.Lane;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of answers. All methods run inside a transaction of the caller. */
public final class OutboxTable {

    private static final String HEAD =
            "SELECT id, conversation, reply_context, text, attachments, failures, created_at,"
                    + " format FROM answer WHERE platform = ? AND conversation = ?"
                    + " AND parked = 0 ORDER BY id LIMIT 1";

    /** The number of unreadable rows of one conversation that one transaction parks. */
    private static final int MAX_PARKED = 100;

    /** The number of the Markdown format; plain text is 0. */
    private static final int MARKDOWN = 1;

    /** The message number of an answer to no message; rows begin with 1. */
    public static final long NO_MESSAGE = 0;

    private final SqliteConnection connection;
    private final String journalId;
    private final ConversationQueueTable lanes;

    public OutboxTable(SqliteConnection connection, String journalId) {
        this.connection = connection;
        this.journalId = journalId;
        this.lanes = new ConversationQueueTable(connection, ConversationQueueTable.Queue.OUTBOX);
    }

    /** Returns the idempotency key of an answer, unique across journals. */
    public String id(long row) {
        return journalId + "-a" + row;
    }

    /** Returns the row of an id, if it is one of this journal. */
    public OptionalLong row(String id) {
        return numberAfter(journalId + "-a", id);
    }

    static OptionalLong numberAfter(String prefix, String id) {
        if (!id.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(id.substring(prefix.length())));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Adds the parts of an answer to a message. */
    void add(ClaimedMessage to, List<MessagePart> parts, long now) throws SQLException {
        add(
                to.row(),
                to.platform(),
                to.message().conversation(),
                to.message().replyContext(),
                parts,
                now);
    }

    /** Adds a message that answers none; returns the ids of its parts. */
    public List<String> addUnasked(
            String platform, String conversation, List<MessagePart> parts, long now)
            throws SQLException {
        return add(NO_MESSAGE, platform, conversation, "", parts, now);
    }

    /** Adds an answer to a message that is not stored; returns the ids of its parts. */
    public List<String> addReply(
            String platform, InboundMessage to, List<MessagePart> parts, long now)
            throws SQLException {
        return add(NO_MESSAGE, platform, to.conversation(), to.replyContext(), parts, now);
    }

    private List<String> add(
            long message,
            String platform,
            String conversation,
            String replyContext,
            List<MessagePart> parts,
            long now)
            throws SQLException {
        List<String> ids = new ArrayList<>();
        for (MessagePart part : parts) {
            connection.update(
                    "INSERT INTO answer(message, platform, conversation, reply_context, text,"
                            + " attachments, created_at, format) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                    message,
                    platform,
                    conversation,
                    replyContext,
                    part.text(),
                    AttachmentCodec.write(part.attachments()),
                    now,
                    part.format() == TextFormat.MARKDOWN ? MARKDOWN : 0);
            ids.add(id(connection.number("SELECT last_insert_rowid()")));
        }
        if (!parts.isEmpty()) {
            lanes.open(platform, conversation, now);
        }
        return ids;
    }

    /**
     * Claims due answers. An unreadable answer is parked, and the next one of its conversation
     * takes its place.
     *
     * @param retries the maximum from conversations whose last attempt was refused, so that these
     *     leave room for the others
     */
    public ClaimResult<ClaimedAnswer> claim(
            String platform, int limit, int retries, InboxTable inbox, long now)
            throws SQLException {
        List<ClaimedAnswer> taken = new ArrayList<>();
        List<ParkedRow> unreadable = new ArrayList<>();
        List<Lane> refused = lanes.ready(platform, true, now, Math.min(retries, limit));
        take(refused, inbox, taken, unreadable);
        boolean retriesLeft = taken.size() < retries;
        take(lanes.ready(platform, false, now, limit - taken.size()), inbox, taken, unreadable);
        // Answers that may not be claimed now are looked up again when one in progress has ended.
        int most = retriesLeft ? Integer.MAX_VALUE : 0;
        return new ClaimResult<>(
                new ClaimBatch<>(taken, instant(lanes.nextReady(platform, 0, most))), unreadable);
    }

    private void take(
            List<Lane> ready,
            InboxTable inbox,
            List<ClaimedAnswer> taken,
            List<ParkedRow> unreadable)
            throws SQLException {
        for (Lane lane : ready) {
            var head = readableHead(lane, inbox, unreadable);
            if (head.isEmpty()) {
                lanes.close(lane.platform(), lane.conversation());
                continue;
            }
            if (head.get().isReadable()) {
                lanes.take(lane);
                taken.add(head.get().claim());
            }
        }
    }

    /**
     * Returns the oldest readable due answer, parking unreadable ones before it. An unreadable one
     * is returned if there are too many of them for one transaction.
     */
    private Optional<RowResult<ClaimedAnswer>> readableHead(
            Lane lane, InboxTable inbox, List<ParkedRow> unreadable) throws SQLException {
        for (int passed = 0; ; passed++) {
            var head =
                    connection.first(
                            HEAD,
                            row -> RowResult.of(row, this::id, one -> read(lane, one)),
                            lane.platform(),
                            lane.conversation());
            if (head.isEmpty() || head.get().isReadable() || passed == MAX_PARKED) {
                return head;
            }
            park(head.get().row(), head.get().reason(), inbox);
            unreadable.add(
                    new ParkedRow(id(head.get().row()), lane.platform(), head.get().reason()));
        }
    }

    private void park(long row, String reason, InboxTable inbox) throws SQLException {
        Optional<Long> message = messageOf(row);
        if (message.isPresent()) {
            connection.update(
                    "UPDATE answer SET parked = 1, failures = failures + 1, reason = ?"
                            + " WHERE id = ?",
                    reason,
                    row);
            finish(message.get(), inbox);
        }
    }

    /** Removes an answer; with the last one of its message, the message is done. */
    public void sent(ClaimedAnswer answer, InboxTable inbox, long now) throws SQLException {
        Optional<Long> message = messageOf(answer.row());
        if (message.isPresent()) {
            connection.update("DELETE FROM answer WHERE id = ?", answer.row());
            finish(message.get(), inbox);
        }
        finishConversationTurn(answer, now);
    }

    public void failed(ClaimedAnswer answer, String reason, Instant retryAt, long now)
            throws SQLException {
        connection.update("UPDATE answer SET failures = failures + 1 WHERE id = ?", answer.row());
        refused(answer, reason, retryAt, Awaits.TRY, now);
    }

    public void refused(
            ClaimedAnswer answer, String reason, Instant retryAt, Awaits awaits, long now)
            throws SQLException {
        connection.update("UPDATE answer SET reason = ? WHERE id = ?", reason, answer.row());
        lanes.refused(
                answer.platform(),
                answer.message().conversation(),
                retryAt.toEpochMilli(),
                awaits,
                now);
    }

    public void postponed(ClaimedAnswer answer, Instant until) throws SQLException {
        lanes.postpone(answer.platform(), answer.message().conversation(), until.toEpochMilli());
    }

    public void paced(ClaimedAnswer answer, Instant until) throws SQLException {
        lanes.pace(answer.platform(), answer.message().conversation(), until.toEpochMilli());
    }

    /** Lets a conversation that waits for the user's next message try again at once. */
    void resumeAfterInbound(String platform, String conversation, long now) throws SQLException {
        lanes.resumeAfterInbound(platform, conversation, now);
    }

    public void parked(ClaimedAnswer answer, String reason, InboxTable inbox, long now)
            throws SQLException {
        park(answer.row(), reason, inbox);
        finishConversationTurn(answer, now);
    }

    /** Marks a message done if nothing of its answer remains to be sent. */
    public void finish(long message, InboxTable inbox) throws SQLException {
        boolean answered =
                connection.number("SELECT state FROM message WHERE id = ?", message)
                        == MessageState.ANSWERED.code();
        boolean more =
                connection.number(
                                "SELECT EXISTS(SELECT 1 FROM answer WHERE message = ?"
                                        + " AND parked = 0)",
                                message)
                        == 1;
        if (answered && !more) {
            inbox.close(message, MessageState.DONE);
        }
    }

    public static Optional<Instant> instant(OptionalLong millis) {
        return millis.isPresent()
                ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
                : Optional.empty();
    }

    private Optional<Long> messageOf(long answer) throws SQLException {
        return connection.first(
                "SELECT message FROM answer WHERE id = ?", row -> row.getLong(1), answer);
    }

    private void finishConversationTurn(ClaimedAnswer answer, long now) throws SQLException {
        String conversation = answer.message().conversation();
        boolean more =
                connection.number(
                                "SELECT EXISTS(SELECT 1 FROM answer WHERE platform = ?"
                                        + " AND conversation = ? AND parked = 0)",
                                answer.platform(),
                                conversation)
                        == 1;
        if (more) {
            lanes.free(answer.platform(), conversation, now);
        } else {
            lanes.close(answer.platform(), conversation);
        }
    }

    private ClaimedAnswer read(Lane lane, ResultSet row) throws SQLException {
        long id = row.getLong(1);
        var message =
                new OutboundMessage(
                        id(id),
                        RowResult.text(row, 2, "conversation"),
                        RowResult.text(row, 3, "reply_context"),
                        RowResult.text(row, 4, "text"),
                        AttachmentCodec.read(row.getString(5)),
                        row.getInt(8) == MARKDOWN ? TextFormat.MARKDOWN : TextFormat.PLAIN);
        return new ClaimedAnswer(
                lane.platform(),
                message,
                row.getInt(6),
                lane.refusals(),
                Instant.ofEpochMilli(row.getLong(7)),
                id);
    }
}
