package dev.gateway.postgres.journal;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.postgres.queue.ClaimMessagesTask;
import dev.gateway.postgres.queue.SettleMessageTask;
import dev.gateway.postgres.table.HistoryStatements;
import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.SettleMessages.NewAnswer;
import dev.gateway.postgres.table.SettleMessages.Settlement;
import dev.gateway.postgres.writer.HeldCounts;
import dev.gateway.postgres.writer.PlainTask;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The inbox of a shared journal: it offers the messages of the accounts that this process holds.
 */
final class PostgresInbox implements Inbox {

    private final Writers writers;
    private final Clock clock;
    private final HeldCounts counts;
    private final HomeFiles files;
    private final Runnable left;
    private final ParkedRowReporter parkedRows;
    private final AccountNames names;
    private final EventStream events;
    private final AtomicInteger turn = new AtomicInteger();
    private final ClaimedFiles<ClaimedMessage> claimed;

    /**
     * Creates the inbox.
     *
     * @param left called when messages have left the queue
     * @param names the accounts that the names in the config stand for
     */
    PostgresInbox(
            Writers writers,
            Clock clock,
            HeldCounts counts,
            HomeFiles files,
            Runnable left,
            ParkedRowReporter parkedRows,
            AccountNames names,
            EventStream events) {
        this.writers = writers;
        this.clock = clock;
        this.counts = counts;
        this.files = files;
        this.left = left;
        this.parkedRows = parkedRows;
        this.names = names;
        this.events = events;
        this.claimed = new ClaimedFiles<>(files::fetch);
    }

    @Override
    public Set<String> platforms() {
        return names.names(counts.withPending());
    }

    @Override
    public ClaimBatch<ClaimedMessage> claim(Collection<String> platforms, int limit)
            throws IOException, InterruptedException {
        List<ClaimedMessage> ready =
                new ArrayList<>(claimed.again(one -> platforms.contains(one.platform())));
        Optional<Instant> next = Optional.empty();
        if (ready.size() < limit) {
            ClaimBatch<ClaimedMessage> fresh = claimNew(platforms, limit - ready.size());
            ready.addAll(claimed.bring(fresh.taken()));
            next = fresh.nextDue();
        }
        return new ClaimBatch<>(ready, claimed.isWaiting() ? files.nextTry(next) : next);
    }

    private ClaimBatch<ClaimedMessage> claimNew(Collection<String> platforms, int limit)
            throws IOException, InterruptedException {
        List<List<String>> parts = writers.byWriter(names.accounts(platforms));
        int[] share = shares(parts, limit);
        List<ClaimMessagesTask> tasks = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            tasks.add(submit(i, parts.get(i), share[i]));
        }
        List<ClaimedMessage> taken = new ArrayList<>();
        List<Optional<Instant>> next = new ArrayList<>();
        int full = -1;
        for (int i = 0; i < parts.size(); i++) {
            int got = 0;
            if (tasks.get(i) != null) {
                got = collect(tasks.get(i).await(), taken, next);
            } else {
                next.add(Optional.empty());
            }
            if (got == share[i] && !parts.get(i).isEmpty()) {
                full = i;
            }
        }
        if (full >= 0 && taken.size() < limit) {
            // The others had less than their share: this one may have more.
            ClaimMessagesTask more = submit(full, parts.get(full), limit - taken.size());
            List<Optional<Instant>> later = new ArrayList<>();
            collect(more.await(), taken, later);
            next.set(full, later.get(0));
        }
        return new ClaimBatch<>(
                taken, next.stream().flatMap(Optional::stream).min(Instant::compareTo));
    }

    /** Divides a limit among the writers that are asked; the turn decides on what is left over. */
    private int[] shares(List<List<String>> parts, int limit) {
        long asked = parts.stream().filter(part -> !part.isEmpty()).count();
        int[] share = new int[parts.size()];
        if (asked == 0) {
            return share;
        }
        int over = (int) (limit % asked);
        int first = Math.floorMod(turn.getAndIncrement(), parts.size());
        for (int i = 0; i < parts.size(); i++) {
            int at = (first + i) % parts.size();
            if (!parts.get(at).isEmpty()) {
                share[at] = (int) (limit / asked) + (over > 0 ? 1 : 0);
                over--;
            }
        }
        return share;
    }

    private ClaimMessagesTask submit(int writer, List<String> accounts, int limit)
            throws IOException, InterruptedException {
        if (accounts.isEmpty() || limit <= 0) {
            return null;
        }
        var task = new ClaimMessagesTask(accounts, names.burstWindows(), limit);
        writers.get(writer).submit(task);
        return task;
    }

    private int collect(
            ClaimResult<ClaimedMessage> result,
            List<ClaimedMessage> taken,
            List<Optional<Instant>> next) {
        parkedRows.report(result.unreadable());
        for (ClaimResult.Joined part : result.joined()) {
            events.publish(
                    EventType.messageJoined(part.id(), names.name(part.account()), part.into()));
        }
        List<ClaimedMessage> claimed = result.claims().taken();
        claimed.forEach(claim -> taken.add(claim.named(names.name(claim.platform()))));
        next.add(result.claims().nextDue());
        if (!claimed.isEmpty() || !result.unreadable().isEmpty()) {
            left.run();
        }
        return claimed.size();
    }

    @Override
    public boolean answered(ClaimedMessage claim, List<MessagePart> parts)
            throws IOException, InterruptedException {
        MessageState state = parts.isEmpty() ? MessageState.DONE : MessageState.ANSWERED;
        return settle(claim, state, null, clock.millis(), parts);
    }

    @Override
    public CompletableFuture<Boolean> answeredAsync(ClaimedMessage claim, List<MessagePart> parts) {
        MessageState state = parts.isEmpty() ? MessageState.DONE : MessageState.ANSWERED;
        var task =
                new SettleMessageTask(claim, settlement(claim, state, null, clock.millis(), parts));
        try {
            writers.of(claim.account().value()).enqueue(task);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return task.result().thenApply(settled -> reported(claim, settled));
    }

    @Override
    public boolean failed(ClaimedMessage claim, String reason, Instant retryAt)
            throws IOException, InterruptedException {
        return settle(claim, MessageState.PENDING, reason, retryAt.toEpochMilli(), List.of());
    }

    @Override
    public boolean parked(ClaimedMessage claim, String reason, List<MessagePart> apology)
            throws IOException, InterruptedException {
        return settle(claim, MessageState.PARKED, reason, clock.millis(), apology);
    }

    private boolean settle(
            ClaimedMessage claim,
            MessageState state,
            String reason,
            long readyAt,
            List<MessagePart> parts)
            throws IOException, InterruptedException {
        List<MessagePart> sent = files.sent(claim.account(), parts);
        return settle(claim, settlement(claim, state, reason, readyAt, sent));
    }

    private Settlement settlement(
            ClaimedMessage claim,
            MessageState state,
            String reason,
            long readyAt,
            List<MessagePart> parts) {
        List<NewAnswer> answers = new ArrayList<>();
        for (MessagePart part : parts) {
            answers.add(
                    new NewAnswer(
                            ItemId.random(),
                            claim.message().replyContext(),
                            part.text(),
                            files.write(part.attachments()),
                            part.format() == TextFormat.MARKDOWN));
        }
        boolean failed = state == MessageState.PENDING || state == MessageState.PARKED;
        return new Settlement(
                claim.row(),
                claim.id(),
                claim.claim(),
                state.code(),
                failed,
                false,
                reason,
                readyAt,
                null,
                null,
                null,
                answers);
    }

    private boolean settle(ClaimedMessage claim, Settlement end)
            throws IOException, InterruptedException {
        return reported(
                claim, writers.of(claim.account().value()).call(new SettleMessageTask(claim, end)));
    }

    private boolean reported(ClaimedMessage claim, boolean settled) {
        if (!settled) {
            events.publish(EventType.writeRefused("result of message " + claim.id()));
        }
        return settled;
    }

    private static Settlement back(
            ClaimedMessage claim, long readyAt, String text, String files, String context) {
        return new Settlement(
                claim.row(),
                claim.id(),
                claim.claim(),
                MessageState.PENDING.code(),
                false,
                true,
                null,
                readyAt,
                text,
                files,
                context,
                List.of());
    }

    @Override
    public boolean loaded(
            ClaimedMessage claim, List<Attachment> attachments, String text, MessageContext context)
            throws IOException, InterruptedException {
        return settle(
                claim,
                back(
                        claim,
                        clock.millis(),
                        text,
                        files.received(claim.account(), attachments),
                        ContextCodec.write(context)));
    }

    @Override
    public void named(String platform, InboundMessage message)
            throws IOException, InterruptedException {
        String title =
                message.direct() ? message.context().senderName() : message.context().chatTitle();
        if (!title.isEmpty()) {
            String account = names.account(platform);
            writers.of(account)
                    .call(
                            new PlainTask<Void>(
                                    connection -> {
                                        HistoryStatements.name(
                                                connection, account, message.conversation(), title);
                                        return null;
                                    }));
        }
    }

    @Override
    public void retryNow() throws IOException, InterruptedException {
        List<List<String>> parts = writers.byWriter(List.copyOf(counts.accounts()));
        for (int i = 0; i < parts.size(); i++) {
            List<String> accounts = parts.get(i);
            if (!accounts.isEmpty()) {
                writers.get(i)
                        .call(
                                new PlainTask<Void>(
                                        connection -> {
                                            Lanes.endWaits(
                                                    connection,
                                                    Lanes.INBOX,
                                                    accounts,
                                                    clock.millis());
                                            return null;
                                        }));
            }
        }
    }

    @Override
    public boolean postpone(ClaimedMessage claim, Instant until)
            throws IOException, InterruptedException {
        return settle(claim, back(claim, until.toEpochMilli(), null, null, null));
    }

    @Override
    public int release(Collection<ClaimedMessage> claims) throws IOException, InterruptedException {
        List<SettleMessageTask> tasks = new ArrayList<>();
        for (ClaimedMessage claim : claims) {
            var task = new SettleMessageTask(claim, back(claim, clock.millis(), null, null, null));
            writers.of(claim.account().value()).enqueue(task);
            tasks.add(task);
        }
        int released = 0;
        for (SettleMessageTask task : tasks) {
            released += task.await() ? 1 : 0;
        }
        return released;
    }
}
