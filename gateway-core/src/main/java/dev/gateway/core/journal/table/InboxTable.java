package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.journal.codec.RowResult;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The table of messages as used by a session. All methods run inside a transaction of the caller. A
 * void claim changes nothing, and the method returns false.
 */
public final class InboxTable {

    static final String PENDING =
            "SELECT id, dedup_key, conversation, sender, direct, text, attachments, reply_context,"
                    + " sent_at, claims, attempts, failures, remote, context, accepted_at, uid"
                    + " FROM message WHERE account = ? AND conversation = ? AND state = 0";

    /** The column of the id. */
    static final int UID = 16;

    private static final String HEAD = PENDING + " ORDER BY id LIMIT 1";

    /**
     * The condition that a message is still in flight under a claim of this session, in this very
     * journal.
     */
    private static final String HELD =
            " WHERE id = ? AND uid = ? AND state = 1 AND claimed_by = ? AND claims = ?";

    /** The change that reduces a message to the data that recognises a redelivery. */
    static final String CLOSE =
            "UPDATE message SET state = ?, text = '', attachments = '', reply_context = '',"
                    + " remote = '', context = '', reason = NULL, claimed_by = NULL";

    /** The length of text up to which a message is kept until it is claimed. */
    private static final int KEPT_LENGTH = 2000;

    /** The number of unreadable rows of one conversation that one transaction parks. */
    private static final int MAX_PARKED = 100;

    private final SqliteConnection connection;
    private final AttachmentCodec attachments;
    private final String self;
    private final ConversationQueue<ClaimedMessage> queue;
    private final JournalCounts counts;
    private final OutboxTable outbox;
    private final ClaimStatements claims;
    private final MessageGroupQueries groups;
    private final RowNumbers numbers;

    public InboxTable(
            SqliteConnection connection,
            AttachmentCodec attachments,
            OutboxTable outbox,
            JournalCounts counts,
            SessionId self) {
        this.connection = connection;
        this.attachments = attachments;
        this.self = self.text();
        this.queue = new ConversationQueue<>(connection, ConversationQueueTable.Queue.INBOX, self);
        this.counts = counts;
        this.outbox = outbox;
        this.claims = new ClaimStatements(connection, this.self);
        this.groups = new MessageGroupQueries(connection, attachments, this);
        this.numbers = new RowNumbers(connection, "message");
    }

    /** Returns the places of the conversations. */
    public ConversationQueue<ClaimedMessage> queue() {
        return queue;
    }

    /** Makes what is known of the rows unknown, as they may have changed otherwise. */
    public void forget() {
        queue.invalidate();
        numbers.forget();
    }

    /** Stores a message unless its key is known; returns its id. */
    public Optional<String> add(String account, String dedupKey, InboundMessage message, long now)
            throws SQLException {
        String id = ItemId.random();
        String context = ContextCodec.write(message.context());
        long row = numbers.next();
        int added =
                connection.update(
                        "INSERT INTO message(id, account, dedup_key, conversation, sender,"
                                + " direct, text, attachments, reply_context, sent_at, accepted_at,"
                                + " state, remote, context, uid)"
                                + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)"
                                + " ON CONFLICT(account, dedup_key) DO NOTHING",
                        row,
                        account,
                        dedupKey,
                        message.conversation(),
                        message.sender(),
                        message.direct() ? 1 : 0,
                        message.text(),
                        attachments.write(message.attachments()),
                        message.replyContext(),
                        message.sentAt().toEpochMilli(),
                        now,
                        ContextCodec.write(message.remote()),
                        context,
                        id);
        if (added == 0) {
            return Optional.empty();
        }
        numbers.advance();
        counts.add(account, MessageState.PENDING.code(), 1);
        queue.addMessage(
                account,
                message.conversation(),
                kept(account, dedupKey, message, context, id, row),
                now);
        outbox.resumeAfterInbound(account, message.conversation(), now);
        return Optional.of(id);
    }

    /**
     * Returns the first claim of a new message, as its row would give it; empty for a large one.
     */
    private static Optional<ClaimedMessage> kept(
            String account,
            String dedupKey,
            InboundMessage message,
            String context,
            String id,
            long row) {
        if (message.text().length() + context.length() > KEPT_LENGTH
                || !message.attachments().isEmpty()
                || !message.remote().isEmpty()
                || !RowResult.isExact(
                        dedupKey,
                        message.conversation(),
                        message.sender(),
                        message.text(),
                        message.replyContext(),
                        context)) {
            return Optional.empty();
        }
        var stored =
                new InboundMessage(
                        dedupKey,
                        message.conversation(),
                        message.sender(),
                        message.direct(),
                        message.text(),
                        message.attachments(),
                        message.remote(),
                        message.replyContext(),
                        Instant.ofEpochMilli(message.sentAt().toEpochMilli()),
                        message.context());
        return Optional.of(
                new ClaimedMessage(id, account, new AccountId(account), stored, 1, 0, row, 1));
    }

    /** Returns whether a message was received before. */
    public boolean knows(String account, String dedupKey) throws SQLException {
        return connection.number(
                        "SELECT EXISTS(SELECT 1 FROM message WHERE account = ? AND dedup_key = ?)",
                        account,
                        dedupKey)
                == 1;
    }

    /** Returns whether a new message continues the sender's last pending one. */
    public boolean isPartOfPending(String account, InboundMessage message, long now)
            throws SQLException {
        return groups.isPartOfPending(account, message, now);
    }

    /**
     * Claims due messages of these accounts, longest waiting first. An unreadable message is
     * parked, and the next one of its conversation takes its place. A message is joined with the
     * further parts of an album, a cut text or a burst, and waits as long as more of them are
     * expected.
     *
     * @param bursts the burst windows of those accounts that have one
     */
    public ClaimResult<ClaimedMessage> claim(
            Predicate<String> accounts, int limit, Map<String, Duration> bursts, long now)
            throws SQLException {
        List<ClaimedMessage> taken = new ArrayList<>();
        List<ParkedRow> unreadable = new ArrayList<>();
        List<ClaimResult.Joined> joined = new ArrayList<>();
        for (ConversationPlace<ClaimedMessage> place : queue.ready(accounts, now, limit)) {
            Optional<ClaimedMessage> first = queue.first(place);
            if (first.isEmpty()) {
                var head = readableHead(place, unreadable);
                if (head.isEmpty()) {
                    queue.closeFree(place);
                    continue;
                }
                first = Optional.ofNullable(head.get().claim());
            }
            if (first.isEmpty()) {
                continue;
            }
            ClaimedMessage message = first.get();
            Duration burstWindow = bursts.getOrDefault(place.account, Duration.ZERO);
            if (MessageGroup.mayContinue(message, burstWindow)) {
                MessageGroup group = groups.of(message, burstWindow);
                Optional<Long> opensUntil = group.opensUntil(now);
                if (opensUntil.isPresent()) {
                    queue.awaitMessage(place, opensUntil.get(), now);
                    continue;
                }
                message = groups.join(group, joined);
                queue.drop(place.account, place.conversation, group.rest().size());
            }
            queue.take(place);
            counts.move(place.account, MessageState.PENDING, MessageState.IN_FLIGHT);
            taken.add(message);
        }
        claims.messages(taken);
        return new ClaimResult<>(
                new ClaimBatch<>(taken, OutboxTable.instant(queue.nextReady(accounts))),
                unreadable,
                joined);
    }

    public boolean answered(ClaimedMessage claim, List<MessagePart> parts, long now)
            throws SQLException {
        boolean held =
                parts.isEmpty()
                        ? updateHeld(claim, CLOSE, MessageState.DONE.code())
                        : updateHeld(
                                claim,
                                "UPDATE message SET state = 2, reason = NULL, claimed_by = NULL");
        if (held) {
            MessageState to = parts.isEmpty() ? MessageState.DONE : MessageState.ANSWERED;
            counts.move(claim.account().value(), MessageState.IN_FLIGHT, to);
            outbox.add(claim, parts, now);
            queue.finish(claim.account().value(), claim.message().conversation(), now);
        }
        return held;
    }

    public boolean failed(ClaimedMessage claim, String reason, Instant retryAt, long now)
            throws SQLException {
        boolean held =
                updateHeld(
                        claim,
                        "UPDATE message SET state = 0, failures = failures + 1, reason = ?,"
                                + " claimed_by = NULL",
                        reason);
        if (held) {
            returnToQueue(claim, retryAt.toEpochMilli(), now);
        }
        return held;
    }

    public boolean parked(ClaimedMessage claim, String reason, List<MessagePart> apology, long now)
            throws SQLException {
        boolean held =
                updateHeld(
                        claim,
                        "UPDATE message SET state = 4, failures = failures + 1, reason = ?,"
                                + " claimed_by = NULL",
                        reason);
        if (held) {
            counts.move(claim.account().value(), MessageState.IN_FLIGHT, MessageState.PARKED);
            outbox.add(claim, apology, now);
            queue.finish(claim.account().value(), claim.message().conversation(), now);
        }
        return held;
    }

    public boolean loaded(
            ClaimedMessage claim,
            List<Attachment> files,
            String text,
            MessageContext context,
            long now)
            throws SQLException {
        boolean held =
                updateHeld(
                        claim,
                        "UPDATE message SET attachments = ?, text = ?, remote = '', context = ?",
                        attachments.write(files),
                        text,
                        ContextCodec.write(context));
        return held && release(claim, now, now);
    }

    /** Reverts a claim. Its conversation waits until {@code until}. */
    public boolean release(ClaimedMessage claim, long until, long now) throws SQLException {
        boolean held =
                updateHeld(
                        claim,
                        "UPDATE message SET state = 0, attempts = attempts - 1, reason = NULL,"
                                + " claimed_by = NULL");
        if (held) {
            returnToQueue(claim, until, now);
        }
        return held;
    }

    private void returnToQueue(ClaimedMessage claim, long until, long now) throws SQLException {
        String account = claim.account().value();
        counts.move(account, MessageState.IN_FLIGHT, MessageState.PENDING);
        queue.free(account, claim.message().conversation(), until, now);
    }

    /**
     * Changes a message under a claim; returns false, and changes nothing, if the claim is void.
     */
    private boolean updateHeld(ClaimedMessage claim, String change, Object... values)
            throws SQLException {
        List<Object> arguments = new ArrayList<>(Arrays.asList(values));
        arguments.addAll(List.of(claim.row(), claim.id(), self, claim.claim()));
        return connection.update(change + HELD, arguments.toArray()) == 1;
    }

    /**
     * Returns what a holder that has ended had in flight to the queue; returns the number of
     * messages.
     */
    public int takeBack(String holder) throws SQLException {
        int requeued =
                connection.update(
                        "UPDATE message SET state = 0, claimed_by = NULL WHERE claimed_by = ?"
                                + " AND state = 1",
                        holder);
        connection.update("UPDATE message SET claimed_by = NULL WHERE claimed_by = ?", holder);
        queue.invalidate();
        return requeued;
    }

    /** Brings a message that has no claim, or whose claim was taken back, to another state. */
    public void changeState(
            String account, long row, MessageState from, MessageState to, String reason)
            throws SQLException {
        connection.update(
                "UPDATE message SET state = ?, reason = ?, claimed_by = NULL WHERE id = ?",
                to.code(),
                reason,
                row);
        counts.move(account, from, to);
    }

    /** Reduces a message to the data that recognises a redelivery. */
    public void close(String account, long row, MessageState from, MessageState to)
            throws SQLException {
        connection.update(CLOSE + " WHERE id = ?", to.code(), row);
        counts.move(account, from, to);
    }

    /**
     * Returns the oldest readable pending message, parking unreadable ones before it. An unreadable
     * one is returned if there are too many of them for one transaction.
     */
    private Optional<RowResult<ClaimedMessage>> readableHead(
            ConversationPlace<ClaimedMessage> place, List<ParkedRow> unreadable)
            throws SQLException {
        for (int passed = 0; ; passed++) {
            var head =
                    connection.first(
                            HEAD,
                            row -> RowResult.of(row, UID, one -> read(place.account, one)),
                            place.account,
                            place.conversation);
            if (head.isEmpty() || head.get().isReadable() || passed == MAX_PARKED) {
                return head;
            }
            changeState(
                    place.account,
                    head.get().row(),
                    MessageState.PENDING,
                    MessageState.PARKED,
                    head.get().reason());
            queue.drop(place.account, place.conversation, 1);
            unreadable.add(new ParkedRow(head.get().id(), place.account, head.get().reason()));
        }
    }

    ClaimedMessage read(String account, ResultSet row) throws SQLException {
        var message =
                new InboundMessage(
                        RowResult.text(row, 2, "dedup_key"),
                        RowResult.text(row, 3, "conversation"),
                        RowResult.text(row, 4, "sender"),
                        row.getInt(5) == 1,
                        RowResult.text(row, 6, "text"),
                        attachments.read(row.getString(7)),
                        ContextCodec.remote(row.getString(13)),
                        RowResult.text(row, 8, "reply_context"),
                        Instant.ofEpochMilli(row.getLong(9)),
                        ContextCodec.read(row.getString(14)));
        long id = row.getLong(1);
        return new ClaimedMessage(
                RowResult.text(row, UID, "uid"),
                account,
                new AccountId(account),
                message,
                row.getInt(11) + 1,
                row.getInt(12),
                id,
                row.getLong(10) + 1);
    }
}
