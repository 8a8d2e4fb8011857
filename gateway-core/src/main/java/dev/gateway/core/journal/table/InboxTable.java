package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.table.ConversationQueueTable.Lane;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of messages. All methods run inside a transaction of the caller. */
public final class InboxTable {

    static final String PENDING =
            "SELECT id, dedup_key, conversation, sender, direct, text, attachments, reply_context,"
                    + " sent_at, claims, attempts, failures, remote, context, accepted_at"
                    + " FROM message WHERE platform = ? AND conversation = ? AND state = 0";

    private static final String HEAD = PENDING + " ORDER BY id LIMIT 1";

    /** The number of unreadable rows of one conversation that one transaction parks. */
    private static final int MAX_PARKED = 100;

    private final SqliteConnection connection;
    private final String journalId;
    private final ConversationQueueTable lanes;
    private final OutboxTable outbox;
    private final MessageGroupQueries groups;

    public InboxTable(SqliteConnection connection, String journalId, OutboxTable outbox) {
        this.connection = connection;
        this.journalId = journalId;
        this.lanes = new ConversationQueueTable(connection, ConversationQueueTable.Queue.INBOX);
        this.outbox = outbox;
        this.groups = new MessageGroupQueries(connection, this);
    }

    /** Stores a message unless its key is known; returns its row. */
    public OptionalLong add(String platform, String dedupKey, InboundMessage message, long now)
            throws SQLException {
        int added =
                connection.update(
                        "INSERT OR IGNORE INTO message(platform, dedup_key, conversation, sender,"
                                + " direct, text, attachments, reply_context, sent_at, accepted_at,"
                                + " state, remote, context)"
                                + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                        platform,
                        dedupKey,
                        message.conversation(),
                        message.sender(),
                        message.direct() ? 1 : 0,
                        message.text(),
                        AttachmentCodec.write(message.attachments()),
                        message.replyContext(),
                        message.sentAt().toEpochMilli(),
                        now,
                        ContextCodec.write(message.remote()),
                        ContextCodec.write(message.context()));
        if (added == 0) {
            return OptionalLong.empty();
        }
        long row = connection.number("SELECT last_insert_rowid()");
        lanes.openForMessage(platform, message.conversation(), now);
        outbox.resumeAfterInbound(platform, message.conversation(), now);
        return OptionalLong.of(row);
    }

    /** Returns whether a message was received before. */
    public boolean knows(String platform, String dedupKey) throws SQLException {
        return connection.number(
                        "SELECT EXISTS(SELECT 1 FROM message WHERE platform = ? AND dedup_key = ?)",
                        platform,
                        dedupKey)
                == 1;
    }

    /** Returns whether a new message continues the sender's last pending one. */
    public boolean isPartOfPending(String platform, InboundMessage message, long now)
            throws SQLException {
        return groups.isPartOfPending(platform, message, now);
    }

    /** Returns the gateway's id of a message. */
    public String id(long row) {
        return journalId + "-" + row;
    }

    /** Returns the row of an id, if it is one of this journal. */
    public OptionalLong row(String id) {
        return OutboxTable.numberAfter(journalId + "-", id);
    }

    /**
     * Claims due messages of all platforms, longest waiting first. An unreadable message is parked,
     * and the next one of its conversation takes its place. A message is joined with the further
     * parts of an album, a cut text or a burst, and waits as long as more of them are expected.
     *
     * @param bursts the burst windows of those platforms that have one
     */
    public ClaimResult<ClaimedMessage> claim(
            Collection<String> platforms, int limit, Map<String, Duration> bursts, long now)
            throws SQLException {
        List<Lane> ready = new ArrayList<>();
        for (String platform : platforms) {
            ready.addAll(lanes.ready(platform, now, limit));
        }
        ready.sort(Comparator.comparingLong(Lane::readyAt));
        List<ClaimedMessage> taken = new ArrayList<>();
        List<ParkedRow> unreadable = new ArrayList<>();
        List<ClaimResult.Joined> joined = new ArrayList<>();
        for (Lane lane : ready.subList(0, Math.min(limit, ready.size()))) {
            var head = readableHead(lane, unreadable);
            if (head.isEmpty()) {
                lanes.close(lane.platform(), lane.conversation());
                continue;
            }
            if (!head.get().isReadable()) {
                continue;
            }
            ClaimedMessage message = head.get().claim();
            Duration burstWindow = bursts.getOrDefault(lane.platform(), Duration.ZERO);
            if (MessageGroup.mayContinue(message, burstWindow)) {
                MessageGroup group = groups.of(message, burstWindow);
                Optional<Long> opensUntil = group.opensUntil(now);
                if (opensUntil.isPresent()) {
                    lanes.awaitMessage(lane.platform(), lane.conversation(), opensUntil.get());
                    continue;
                }
                message = groups.join(group, joined);
            }
            lanes.take(lane);
            connection.update(
                    "UPDATE message SET state = 1, claims = ?, attempts = ? WHERE id = ?",
                    message.claim(),
                    message.attempt(),
                    message.row());
            taken.add(message);
        }
        OptionalLong next = OptionalLong.empty();
        for (String platform : platforms) {
            OptionalLong candidate = lanes.nextReady(platform);
            if (candidate.isPresent()
                    && (next.isEmpty() || candidate.getAsLong() < next.getAsLong())) {
                next = candidate;
            }
        }
        return new ClaimResult<>(
                new ClaimBatch<>(taken, OutboxTable.instant(next)), unreadable, joined);
    }

    public boolean answered(ClaimedMessage claim, List<MessagePart> parts, long now)
            throws SQLException {
        if (!holds(claim)) {
            return false;
        }
        outbox.add(claim, parts, now);
        if (parts.isEmpty()) {
            close(claim.row(), MessageState.DONE);
        } else {
            changeState(claim.row(), MessageState.ANSWERED, null);
        }
        finishConversationTurn(claim, now);
        return true;
    }

    public boolean failed(ClaimedMessage claim, String reason, Instant retryAt)
            throws SQLException {
        if (!holds(claim)) {
            return false;
        }
        connection.update("UPDATE message SET failures = failures + 1 WHERE id = ?", claim.row());
        changeState(claim.row(), MessageState.PENDING, reason);
        lanes.free(claim.platform(), claim.message().conversation(), retryAt.toEpochMilli());
        return true;
    }

    public boolean parked(ClaimedMessage claim, String reason, List<MessagePart> apology, long now)
            throws SQLException {
        if (!holds(claim)) {
            return false;
        }
        connection.update("UPDATE message SET failures = failures + 1 WHERE id = ?", claim.row());
        outbox.add(claim, apology, now);
        changeState(claim.row(), MessageState.PARKED, reason);
        finishConversationTurn(claim, now);
        return true;
    }

    public boolean loaded(
            ClaimedMessage claim,
            List<Attachment> attachments,
            String text,
            MessageContext context,
            long now)
            throws SQLException {
        if (!holds(claim)) {
            return false;
        }
        connection.update(
                "UPDATE message SET attachments = ?, text = ?, remote = '', context = ?"
                        + " WHERE id = ?",
                AttachmentCodec.write(attachments),
                text,
                ContextCodec.write(context),
                claim.row());
        release(claim, now);
        return true;
    }

    /** Reverts a claim. Its conversation waits until {@code now}. */
    public void release(ClaimedMessage claim, long now) throws SQLException {
        if (holds(claim)) {
            connection.update(
                    "UPDATE message SET attempts = attempts - 1 WHERE id = ?", claim.row());
            changeState(claim.row(), MessageState.PENDING, null);
            lanes.free(claim.platform(), claim.message().conversation(), now);
        }
    }

    public void changeState(long row, MessageState state, String reason) throws SQLException {
        connection.update(
                "UPDATE message SET state = ?, reason = ? WHERE id = ?", state.code(), reason, row);
    }

    /** Reduces a message to the data that recognises a redelivery. */
    public void close(long row, MessageState state) throws SQLException {
        connection.update(
                "UPDATE message SET state = ?, text = '', attachments = '', reply_context = '',"
                        + " remote = '', context = '', reason = NULL WHERE id = ?",
                state.code(),
                row);
    }

    private void finishConversationTurn(ClaimedMessage claim, long now) throws SQLException {
        String conversation = claim.message().conversation();
        boolean more =
                connection.number(
                                "SELECT EXISTS(SELECT 1 FROM message WHERE platform = ?"
                                        + " AND conversation = ? AND state = 0)",
                                claim.platform(),
                                conversation)
                        == 1;
        if (more) {
            lanes.free(claim.platform(), conversation, now);
        } else {
            lanes.close(claim.platform(), conversation);
        }
    }

    /**
     * Returns whether the message is still in flight under this very claim of this very journal.
     */
    private boolean holds(ClaimedMessage claim) throws SQLException {
        return claim.id().equals(id(claim.row()))
                && connection.number(
                                "SELECT EXISTS(SELECT 1 FROM message WHERE id = ? AND state = 1"
                                        + " AND claims = ?)",
                                claim.row(),
                                claim.claim())
                        == 1;
    }

    /**
     * Returns the oldest readable pending message, parking unreadable ones before it. An unreadable
     * one is returned if there are too many of them for one transaction.
     */
    private Optional<RowResult<ClaimedMessage>> readableHead(Lane lane, List<ParkedRow> unreadable)
            throws SQLException {
        for (int passed = 0; ; passed++) {
            var head =
                    connection.first(
                            HEAD,
                            row -> RowResult.of(row, this::id, one -> read(lane.platform(), one)),
                            lane.platform(),
                            lane.conversation());
            if (head.isEmpty() || head.get().isReadable() || passed == MAX_PARKED) {
                return head;
            }
            changeState(head.get().row(), MessageState.PARKED, head.get().reason());
            unreadable.add(
                    new ParkedRow(id(head.get().row()), lane.platform(), head.get().reason()));
        }
    }

    ClaimedMessage read(String platform, ResultSet row) throws SQLException {
        var message =
                new InboundMessage(
                        RowResult.text(row, 2, "dedup_key"),
                        RowResult.text(row, 3, "conversation"),
                        RowResult.text(row, 4, "sender"),
                        row.getInt(5) == 1,
                        RowResult.text(row, 6, "text"),
                        AttachmentCodec.read(row.getString(7)),
                        ContextCodec.remote(row.getString(13)),
                        RowResult.text(row, 8, "reply_context"),
                        Instant.ofEpochMilli(row.getLong(9)),
                        ContextCodec.read(row.getString(14)));
        long id = row.getLong(1);
        return new ClaimedMessage(
                id(id),
                platform,
                message,
                row.getInt(11) + 1,
                row.getInt(12),
                id,
                row.getLong(10) + 1);
    }
}
