package dev.gateway.core.journal.sqlite;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.table.ConversationQueueTable;
import dev.gateway.core.journal.table.ParkedRowReporter;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The inbox, each operation in a transaction. A claim need not survive a power failure. */
final class TransactionalInbox implements Inbox {

    private final GroupCommit commits;
    private final Clock clock;
    private final Runnable left;
    private final ParkedRowReporter parkedRows;
    private final Supplier<Map<String, Duration>> bursts;
    private final EventStream events;

    /**
     * Creates the inbox.
     *
     * @param left called when messages have left the queue
     * @param bursts returns the burst windows of those platforms that have one
     */
    TransactionalInbox(
            GroupCommit commits,
            Clock clock,
            Runnable left,
            ParkedRowReporter parkedRows,
            Supplier<Map<String, Duration>> bursts,
            EventStream events) {
        this.commits = commits;
        this.clock = clock;
        this.left = left;
        this.parkedRows = parkedRows;
        this.bursts = bursts;
        this.events = events;
    }

    @Override
    public Set<String> platforms() {
        return commits.stats().withPending();
    }

    @Override
    public ClaimBatch<ClaimedMessage> claim(Collection<String> platforms, int limit)
            throws IOException, InterruptedException {
        List<String> copy = List.copyOf(platforms);
        Map<String, Duration> windows = bursts.get();
        ClaimResult<ClaimedMessage> result =
                commits.call(
                        false,
                        database -> database.inbox().claim(copy, limit, windows, clock.millis()));
        parkedRows.report(result.unreadable());
        for (ClaimResult.Joined part : result.joined()) {
            events.publish(EventType.messageJoined(part.id(), part.platform(), part.into()));
        }
        if (!result.claims().taken().isEmpty() || !result.unreadable().isEmpty()) {
            left.run();
        }
        return result.claims();
    }

    @Override
    public boolean answered(ClaimedMessage claim, List<MessagePart> parts)
            throws IOException, InterruptedException {
        List<MessagePart> copy = List.copyOf(parts);
        return commits.call(
                true, database -> database.inbox().answered(claim, copy, clock.millis()));
    }

    @Override
    public boolean failed(ClaimedMessage claim, String reason, Instant retryAt)
            throws IOException, InterruptedException {
        return commits.call(false, database -> database.inbox().failed(claim, reason, retryAt));
    }

    @Override
    public void retryNow() throws IOException, InterruptedException {
        commits.call(
                false,
                database -> {
                    database.lanes(ConversationQueueTable.Queue.INBOX)
                            .endWaitsBeyond(clock.millis());
                    return null;
                });
    }

    @Override
    public boolean parked(ClaimedMessage claim, String reason, List<MessagePart> apology)
            throws IOException, InterruptedException {
        List<MessagePart> copy = List.copyOf(apology);
        return commits.call(
                true, database -> database.inbox().parked(claim, reason, copy, clock.millis()));
    }

    @Override
    public boolean loaded(
            ClaimedMessage claim, List<Attachment> attachments, String text, MessageContext context)
            throws IOException, InterruptedException {
        List<Attachment> copy = List.copyOf(attachments);
        return commits.call(
                false,
                database -> database.inbox().loaded(claim, copy, text, context, clock.millis()));
    }

    @Override
    public void named(String platform, InboundMessage message)
            throws IOException, InterruptedException {
        commits.call(
                false,
                database -> {
                    database.conversations().name(platform, message);
                    return null;
                });
    }

    @Override
    public void postpone(ClaimedMessage claim, Instant until)
            throws IOException, InterruptedException {
        commits.call(
                false,
                database -> {
                    database.inbox().release(claim, until.toEpochMilli());
                    return null;
                });
    }

    @Override
    public void release(Collection<ClaimedMessage> claims)
            throws IOException, InterruptedException {
        List<ClaimedMessage> copy = List.copyOf(claims);
        commits.call(
                false,
                database -> {
                    for (ClaimedMessage claim : copy) {
                        database.inbox().release(claim, clock.millis());
                    }
                    return null;
                });
    }
}
