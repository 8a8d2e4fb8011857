package dev.gateway.core.journal.table;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.RowResult;
import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The table of answers as used by a session. All methods run inside a transaction of the caller. A
 * void claim changes nothing, and the method returns false.
 */
public final class OutboxTable {

    private static final String HEAD =
            "SELECT id, conversation, reply_context, text, attachments, failures, created_at,"
                    + " format, claims, uid FROM answer WHERE account = ? AND conversation = ?"
                    + " AND parked = 0 ORDER BY id LIMIT 1";

    /** The condition that an answer is being sent under a claim of this session. */
    private static final String HELD =
            " WHERE id = ? AND uid = ? AND claimed_by = ? AND claims = ?";

    /** The number of unreadable rows of one conversation that one transaction parks. */
    private static final int MAX_PARKED = 100;

    /** The length of text up to which an answer is kept until it is claimed. */
    private static final int KEPT_LENGTH = 5000;

    /** The number of the Markdown format; plain text is 0. */
    private static final int MARKDOWN = 1;

    /** The column of the id. */
    private static final int UID = 10;

    /** The message number of an answer to no message; rows begin with 1. */
    public static final long NO_MESSAGE = 0;

    private final SqliteConnection connection;
    private final AttachmentCodec attachments;
    private final String self;
    private final ConversationQueue<ClaimedAnswer> queue;
    private final JournalCounts counts;
    private final ClaimStatements claims;
    private final SentAnswers sent;
    private final RowNumbers numbers;

    public OutboxTable(
            SqliteConnection connection,
            AttachmentCodec attachments,
            JournalCounts counts,
            SessionId self) {
        this.connection = connection;
        this.attachments = attachments;
        this.self = self.text();
        this.queue = new ConversationQueue<>(connection, ConversationQueueTable.Queue.OUTBOX, self);
        this.counts = counts;
        this.claims = new ClaimStatements(connection, this.self);
        this.sent = new SentAnswers(connection, queue, counts, this.self);
        this.numbers = new RowNumbers(connection, "answer");
    }

    /** Returns the places of the conversations. */
    public ConversationQueue<ClaimedAnswer> queue() {
        return queue;
    }

    /** Makes what is known of the rows unknown, as they may have changed otherwise. */
    public void forget() {
        queue.invalidate();
        numbers.forget();
    }

    /** Adds the parts of an answer to a message. */
    void add(ClaimedMessage to, List<MessagePart> parts, long now) throws SQLException {
        add(
                to.row(),
                to.account().value(),
                to.message().conversation(),
                to.message().replyContext(),
                parts,
                now);
    }

    /** Adds a message that answers none; returns the ids of its parts. */
    public List<String> addUnasked(
            String account, String conversation, List<MessagePart> parts, long now)
            throws SQLException {
        return add(NO_MESSAGE, account, conversation, "", parts, now);
    }

    /** Adds an answer to a message that is not stored; returns the ids of its parts. */
    public List<String> addReply(
            String account, InboundMessage to, List<MessagePart> parts, long now)
            throws SQLException {
        return add(NO_MESSAGE, account, to.conversation(), to.replyContext(), parts, now);
    }

    private List<String> add(
            long message,
            String account,
            String conversation,
            String replyContext,
            List<MessagePart> parts,
            long now)
            throws SQLException {
        List<String> ids = new ArrayList<>();
        for (MessagePart part : parts) {
            String id = ItemId.random();
            long row = numbers.next();
            connection.update(
                    "INSERT INTO answer(id, message, account, conversation, reply_context, text,"
                            + " attachments, created_at, format, uid)"
                            + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                    message,
                    account,
                    conversation,
                    replyContext,
                    part.text(),
                    attachments.write(part.attachments()),
                    now,
                    part.format() == TextFormat.MARKDOWN ? MARKDOWN : 0,
                    id);
            numbers.advance();
            ids.add(id);
            counts.add(account, JournalCounts.DUE_ANSWERS, 1);
            var stored =
                    new OutboundMessage(
                            id, conversation, replyContext, part.text(), List.of(), part.format());
            boolean isKept =
                    part.attachments().isEmpty()
                            && part.text().length() <= KEPT_LENGTH
                            && RowResult.isExact(conversation, replyContext, part.text());
            queue.add(
                    account,
                    conversation,
                    isKept ? Optional.of(claim(account, stored, now, row)) : Optional.empty(),
                    now);
        }
        return ids;
    }

    /** Returns the first claim of a new answer, as its row would give it. */
    private static ClaimedAnswer claim(
            String account, OutboundMessage message, long now, long row) {
        return new ClaimedAnswer(
                account, new AccountId(account), message, 0, 0, Instant.ofEpochMilli(now), row, 1);
    }

    /**
     * Selects due answers, to be claimed by {@link #claim(List)} in the same transaction. An
     * unreadable answer is parked, and the next one of its conversation takes its place.
     *
     * @param retries the maximum from conversations whose last attempt was refused, so that these
     *     leave room for the others
     */
    public ClaimResult<ClaimedAnswer> select(String account, int limit, int retries, long now)
            throws SQLException {
        List<ClaimedAnswer> taken = new ArrayList<>();
        List<ParkedRow> unreadable = new ArrayList<>();
        List<ConversationPlace<ClaimedAnswer>> refused =
                queue.ready(account, true, now, Math.min(retries, limit));
        take(refused, taken, unreadable);
        boolean retriesLeft = taken.size() < retries;
        take(queue.ready(account, false, now, limit - taken.size()), taken, unreadable);
        // Answers that may not be claimed now are looked up again when one in progress has ended.
        int most = retriesLeft ? Integer.MAX_VALUE : 0;
        return new ClaimResult<>(
                new ClaimBatch<>(taken, instant(queue.nextReady(account, most))), unreadable);
    }

    /** Claims selected answers, of any accounts, in one statement. */
    public void claim(List<ClaimedAnswer> selected) throws SQLException {
        claims.answers(selected);
    }

    private void take(
            List<ConversationPlace<ClaimedAnswer>> ready,
            List<ClaimedAnswer> taken,
            List<ParkedRow> unreadable)
            throws SQLException {
        for (ConversationPlace<ClaimedAnswer> place : ready) {
            Optional<ClaimedAnswer> first = queue.first(place);
            if (first.isEmpty()) {
                var head = readableHead(place, unreadable);
                if (head.isEmpty()) {
                    queue.closeFree(place);
                    continue;
                }
                first = Optional.ofNullable(head.get().claim());
            }
            if (first.isPresent()) {
                ClaimedAnswer answer = first.get();
                queue.take(place);
                taken.add(answer);
            }
        }
    }

    /**
     * Returns the oldest readable due answer, parking unreadable ones before it. An unreadable one
     * is returned if there are too many of them for one transaction.
     */
    private Optional<RowResult<ClaimedAnswer>> readableHead(
            ConversationPlace<ClaimedAnswer> place, List<ParkedRow> unreadable)
            throws SQLException {
        for (int passed = 0; ; passed++) {
            var head =
                    connection.first(
                            HEAD,
                            row -> RowResult.of(row, UID, one -> read(place, one)),
                            place.account,
                            place.conversation);
            if (head.isEmpty() || head.get().isReadable() || passed == MAX_PARKED) {
                return head;
            }
            park(place.account, head.get().row(), head.get().reason());
            queue.drop(place.account, place.conversation, 1);
            unreadable.add(new ParkedRow(head.get().id(), place.account, head.get().reason()));
        }
    }

    private void park(String account, long row, String reason) throws SQLException {
        connection.update(
                "UPDATE answer SET parked = 1, failures = failures + 1, reason = ?,"
                        + " claimed_by = NULL WHERE id = ?",
                reason,
                row);
        counts.add(account, JournalCounts.DUE_ANSWERS, -1);
        counts.add(account, JournalCounts.PARKED_ANSWERS, 1);
        messageOf(row).ifPresent(sent::addMessage);
    }

    /**
     * Removes an answer with the end of the transaction; with the last one of its message, the
     * message is done. The report tells after that whether the claim was void.
     *
     * @param followUp what belongs to the removal
     */
    public SentReport sent(ClaimedAnswer answer, SentReport.FollowUp followUp, long now) {
        var report = new SentReport(answer, now, followUp);
        sent.add(report);
        return report;
    }

    /**
     * Reduces an answered message with the end of the transaction, if nothing of its answer remains
     * to be sent then.
     */
    public void closeIfSent(long message) {
        sent.addMessage(message);
    }

    public boolean failed(ClaimedAnswer answer, String reason, Instant retryAt, long now)
            throws SQLException {
        if (!release(answer, ", failures = failures + 1, reason = ?", reason)) {
            return false;
        }
        refused(answer, retryAt, Awaits.TRY, now);
        return true;
    }

    public boolean refused(
            ClaimedAnswer answer, String reason, Instant retryAt, Awaits awaits, long now)
            throws SQLException {
        if (!release(answer, ", reason = ?", reason)) {
            return false;
        }
        refused(answer, retryAt, awaits, now);
        return true;
    }

    private void refused(ClaimedAnswer answer, Instant retryAt, Awaits awaits, long now)
            throws SQLException {
        queue.refused(
                answer.account().value(),
                answer.message().conversation(),
                retryAt.toEpochMilli(),
                awaits,
                now);
    }

    public boolean postponed(ClaimedAnswer answer, Instant until, long now) throws SQLException {
        if (!release(answer, "")) {
            return false;
        }
        queue.postpone(
                answer.account().value(),
                answer.message().conversation(),
                until.toEpochMilli(),
                now);
        return true;
    }

    public boolean paced(ClaimedAnswer answer, Instant until, long now) throws SQLException {
        if (!release(answer, "")) {
            return false;
        }
        queue.pace(
                answer.account().value(),
                answer.message().conversation(),
                until.toEpochMilli(),
                now);
        return true;
    }

    /** Makes what a holder that has ended was sending due again; returns the number of answers. */
    public int takeBack(String holder) throws SQLException {
        queue.invalidate();
        return connection.update(
                "UPDATE answer SET claimed_by = NULL WHERE claimed_by = ?", holder);
    }

    /** Reverts a claim; returns false, and changes nothing, if it is void. */
    private boolean release(ClaimedAnswer answer, String change, Object... values)
            throws SQLException {
        List<Object> arguments = new ArrayList<>(Arrays.asList(values));
        arguments.addAll(List.of(answer.row(), answer.id(), self, answer.claim()));
        return connection.update(
                        "UPDATE answer SET claimed_by = NULL" + change + HELD, arguments.toArray())
                == 1;
    }

    /** Lets a conversation that waits for the user's next message try again at once. */
    void resumeAfterInbound(String account, String conversation, long now) throws SQLException {
        queue.resumeAfterInbound(account, conversation, now);
    }

    public boolean parked(ClaimedAnswer answer, String reason, long now) throws SQLException {
        if (!release(answer, "")) {
            return false;
        }
        park(answer.account().value(), answer.row(), reason);
        queue.finish(answer.account().value(), answer.message().conversation(), now);
        return true;
    }

    /** Makes an answer that an operator tries again due. */
    public void retry(String account, String id, boolean parked) throws SQLException {
        connection.update("UPDATE answer SET parked = 0, failures = 0 WHERE uid = ?", id);
        if (parked) {
            counts.add(account, JournalCounts.PARKED_ANSWERS, -1);
            counts.add(account, JournalCounts.DUE_ANSWERS, 1);
        }
    }

    /** Removes an answer that an operator gives up; returns false if it is being sent. */
    public boolean drop(String account, String id, boolean parked) throws SQLException {
        boolean dropped =
                connection.update("DELETE FROM answer WHERE uid = ? AND claimed_by IS NULL", id)
                        == 1;
        if (dropped) {
            counts.add(
                    account, parked ? JournalCounts.PARKED_ANSWERS : JournalCounts.DUE_ANSWERS, -1);
        }
        return dropped;
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

    private ClaimedAnswer read(ConversationPlace<ClaimedAnswer> place, ResultSet row)
            throws SQLException {
        long id = row.getLong(1);
        var message =
                new OutboundMessage(
                        RowResult.text(row, UID, "uid"),
                        RowResult.text(row, 2, "conversation"),
                        RowResult.text(row, 3, "reply_context"),
                        RowResult.text(row, 4, "text"),
                        attachments.read(row.getString(5)),
                        row.getInt(8) == MARKDOWN ? TextFormat.MARKDOWN : TextFormat.PLAIN);
        return new ClaimedAnswer(
                place.account,
                new AccountId(place.account),
                message,
                row.getInt(6),
                place.refusals,
                Instant.ofEpochMilli(row.getLong(7)),
                id,
                row.getLong(9) + 1);
    }
}
