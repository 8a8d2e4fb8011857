package dev.gateway.postgres.table;

import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A row of the table of messages, as a claim sees it. Its content is read later, as it may be
 * unreadable: that concerns this message alone.
 *
 * @param attachments its files, as stored
 * @param claim the number of the claim that returns it
 * @param attempt the number of the attempt that begins with the claim
 */
public record MessageRow(
        long seq,
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
        long acceptedAt,
        long claim,
        int attempt,
        int failures) {

    /** The columns without claim and attempt, of a table that is called {@code m}. */
    static final String COLUMNS =
            "m.seq, m.id, m.account, m.dedup_key, m.conversation, m.sender, m.direct, m.text,"
                    + " m.attachments, m.remote, m.context, m.reply_context, m.sent_at,"
                    + " m.accepted_at, m.failures";

    /** The names of all columns, those of claim and attempt last. */
    static final String NAMES =
            "seq, id, account, dedup_key, conversation, sender, direct, text, attachments, remote,"
                    + " context, reply_context, sent_at, accepted_at, failures, claim, attempt";

    /** As many columns without a value, with their types. */
    static final String NOTHING =
            "NULL::bigint, NULL, NULL, NULL, NULL, NULL, NULL::boolean, NULL, NULL, NULL, NULL,"
                    + " NULL, NULL::bigint, NULL::bigint, NULL::integer, NULL::bigint,"
                    + " NULL::integer";

    static MessageRow of(ResultSet row, int first) throws SQLException {
        int i = first;
        long seq = row.getLong(i++);
        String id = row.getString(i++);
        String account = StoredText.read(row.getString(i++));
        String dedupKey = StoredText.read(row.getString(i++));
        String conversation = StoredText.read(row.getString(i++));
        String sender = StoredText.read(row.getString(i++));
        boolean direct = row.getBoolean(i++);
        String text = StoredText.read(row.getString(i++));
        String attachments = StoredText.read(row.getString(i++));
        String remote = StoredText.read(row.getString(i++));
        String context = StoredText.read(row.getString(i++));
        String replyContext = StoredText.read(row.getString(i++));
        long sentAt = row.getLong(i++);
        long acceptedAt = row.getLong(i++);
        int failures = row.getInt(i++);
        long claim = row.getLong(i++);
        int attempt = row.getInt(i);
        return new MessageRow(
                seq,
                id,
                account,
                dedupKey,
                conversation,
                sender,
                direct,
                text,
                attachments,
                remote,
                context,
                replyContext,
                sentAt,
                acceptedAt,
                claim,
                attempt,
                failures);
    }

    /**
     * Returns the message; its platform is the key of its account.
     *
     * @throws RuntimeException if the row has content that this version cannot read
     */
    public ClaimedMessage read(AttachmentCodec files) {
        return new ClaimedMessage(
                id,
                account,
                new AccountId(account),
                new InboundMessage(
                        dedupKey,
                        conversation,
                        sender,
                        direct,
                        text,
                        files.read(attachments),
                        ContextCodec.remote(remote),
                        replyContext,
                        Instant.ofEpochMilli(sentAt),
                        ContextCodec.read(context)),
                attempt,
                failures,
                seq,
                claim);
    }
}
