package dev.gateway.core.journal.sqlite;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The inbox, each operation in a transaction. A claim need not survive a power failure. */
final class TransactionalInbox implements Inbox {

    private final GroupCommit commits;
    private final Clock clock;
    private final Runnable left;
    private final ParkedRowReporter parkedRows;
    private final AccountNames names;
    private final EventStream events;

    /**
     * Creates the inbox.
     *
     * @param left called when messages have left the queue
     * @param names the accounts that the names in the config stand for
     */
    TransactionalInbox(
            GroupCommit commits,
            Clock clock,
            Runnable left,
            ParkedRowReporter parkedRows,
            AccountNames names,
            EventStream events) {
        this.commits = commits;
        this.clock = clock;
        this.left = left;
        this.parkedRows = parkedRows;
        this.names = names;
        this.events = events;
    }

    @Override
    public Set<String> platforms() {
        return names.names(commits.stats().withPending());
    }

    @Override
    public ClaimBatch<ClaimedMessage> claim(Collection<String> platforms, int limit)
            throws IOException, InterruptedException {
        return claimOf(Set.copyOf(names.accounts(platforms))::contains, limit);
    }

    @Override
    public ClaimBatch<ClaimedMessage> claim(Predicate<String> usable, int limit)
            throws IOException, InterruptedException {
        return commits.stats().withPending().isEmpty()
                ? new ClaimBatch<>(List.of(), Optional.empty())
                : claimOf(oncePerAccount(usable), limit);
    }

    /** Returns the condition for accounts. It may look at files, so it is asked once for each. */
    private Predicate<String> oncePerAccount(Predicate<String> usable) {
        Map<String, Boolean> known = new HashMap<>();
        return account -> known.computeIfAbsent(account, one -> usable.test(names.name(one)));
    }

    private ClaimBatch<ClaimedMessage> claimOf(Predicate<String> accounts, int limit)
            throws IOException, InterruptedException {
        Map<String, Duration> windows = names.burstWindows();
        ClaimResult<ClaimedMessage> result =
                commits.call(
                        false,
                        database ->
                                database.inbox().claim(accounts, limit, windows, clock.millis()));
        parkedRows.report(result.unreadable());
        for (ClaimResult.Joined part : result.joined()) {
            events.publish(
                    EventType.messageJoined(part.id(), names.name(part.account()), part.into()));
        }
        if (!result.claims().taken().isEmpty() || !result.unreadable().isEmpty()) {
            left.run();
        }
        return new ClaimBatch<>(
                result.claims().taken().stream()
                        .map(claim -> claim.named(names.name(claim.platform())))
                        .toList(),
                result.claims().nextDue());
    }

    @Override
    public boolean answered(ClaimedMessage claim, List<MessagePart> parts)
            throws IOException, InterruptedException {
        List<MessagePart> copy = List.copyOf(parts);
        return commits.call(
                true, database -> database.inbox().answered(claim, copy, clock.millis()));
    }

    @Override
    public CompletableFuture<Boolean> answeredAsync(ClaimedMessage claim, List<MessagePart> parts) {
        List<MessagePart> copy = List.copyOf(parts);
        return commits.submit(
                true, database -> database.inbox().answered(claim, copy, clock.millis()));
    }

    @Override
    public boolean failed(ClaimedMessage claim, String reason, Instant retryAt)
            throws IOException, InterruptedException {
        return commits.call(
                false, database -> database.inbox().failed(claim, reason, retryAt, clock.millis()));
    }

    @Override
    public void retryNow() throws IOException, InterruptedException {
        commits.call(
                false,
                database -> {
                    database.inbox().queue().endWaitsBeyond(clock.millis());
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
                    database.conversations().name(names.account(platform), message);
                    return null;
                });
    }

    @Override
    public boolean postpone(ClaimedMessage claim, Instant until)
            throws IOException, InterruptedException {
        return commits.call(
                false,
                database -> database.inbox().release(claim, until.toEpochMilli(), clock.millis()));
    }

    @Override
    public int release(Collection<ClaimedMessage> claims) throws IOException, InterruptedException {
        List<ClaimedMessage> copy = List.copyOf(claims);
        return commits.call(
                false,
                database -> {
                    int released = 0;
                    long now = clock.millis();
                    for (ClaimedMessage claim : copy) {
                        released += database.inbox().release(claim, now, now) ? 1 : 0;
                    }
                    return released;
                });
    }
}
