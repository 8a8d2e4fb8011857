package dev.gateway.postgres.journal;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.codec.SaidText;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.postgres.queue.ClaimAnswersTask;
import dev.gateway.postgres.queue.NextDueTask;
import dev.gateway.postgres.queue.SettleAnswerTask;
import dev.gateway.postgres.table.AppendAnswers;
import dev.gateway.postgres.table.SettleAnswers.How;
import dev.gateway.postgres.table.SettleAnswers.Settlement;
import dev.gateway.postgres.table.SettleMessages.NewAnswer;
import dev.gateway.postgres.writer.HeldCounts;
import dev.gateway.postgres.writer.PlainTask;
import dev.gateway.postgres.writer.WriterContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The outbox of a shared journal: it offers the answers of the accounts that this process holds.
 */
final class PostgresOutbox implements Outbox {

    /** The codes of what ends the wait of a conversation; part of the schema. */
    private static final int AWAITS_TRY = 0;

    private static final int AWAITS_TIME = 1;
    private static final int AWAITS_PERSON = 2;
    private static final int AWAITS_LIMIT = 3;

    private final Writers writers;
    private final Clock clock;
    private final HeldCounts counts;
    private final ParkedRowReporter parkedRows;
    private final AccountNames names;
    private final HomeFiles files;
    private final EventStream events;
    private final ClaimedFiles<ClaimedAnswer> claimed;

    PostgresOutbox(
            Writers writers,
            Clock clock,
            HeldCounts counts,
            ParkedRowReporter parkedRows,
            AccountNames names,
            HomeFiles files,
            EventStream events) {
        this.writers = writers;
        this.clock = clock;
        this.counts = counts;
        this.parkedRows = parkedRows;
        this.names = names;
        this.files = files;
        this.events = events;
        this.claimed = new ClaimedFiles<>(files::fetch);
    }

    @Override
    public Set<String> platforms() {
        return names.names(counts.withAnswers());
    }

    @Override
    public Set<String> storedPlatforms() throws IOException, InterruptedException {
        Map<String, NextDueTask> asked = new LinkedHashMap<>();
        for (String account : counts.accounts()) {
            var task = new NextDueTask(account);
            writers.of(account).submit(task);
            asked.put(account, task);
        }
        Set<String> found = new HashSet<>();
        for (Map.Entry<String, NextDueTask> each : asked.entrySet()) {
            if (each.getValue().await().isPresent()) {
                found.add(each.getKey());
            }
        }
        if (!counts.withAnswers().containsAll(found)) {
            writers.wake(); // They are claimed when the numbers say so, too.
        }
        return names.names(found);
    }

    @Override
    public ClaimBatch<ClaimedAnswer> claim(String platform, int limit, int retries)
            throws IOException, InterruptedException {
        List<ClaimedAnswer> ready =
                new ArrayList<>(claimed.again(one -> platform.equals(one.platform())));
        Optional<Instant> next = Optional.empty();
        if (ready.size() < limit) {
            ClaimBatch<ClaimedAnswer> fresh = claimNew(platform, limit - ready.size(), retries);
            ready.addAll(claimed.bring(fresh.taken()));
            next = fresh.nextDue();
        }
        return new ClaimBatch<>(ready, claimed.isWaiting() ? files.nextTry(next) : next);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The limit is divided among the accounts. As many of them as it has answers are asked at
     * once: the writers make one statement of that. More than its part is claimed for an account by
     * the next call.
     */
    @Override
    public ClaimBatch<ClaimedAnswer> claim(Function<String, Share> shares, int limit)
            throws IOException, InterruptedException {
        List<String> turns = new ArrayList<>(platforms());
        Collections.shuffle(turns);
        Map<String, Share> asked = new LinkedHashMap<>();
        for (String platform : turns) {
            Share share = shares.apply(platform);
            if (share.answers() > 0) {
                asked.put(platform, share);
            }
        }
        List<ClaimedAnswer> ready =
                new ArrayList<>(claimed.again(one -> asked.containsKey(one.platform())));
        Optional<Instant> next = Optional.empty();
        List<String> left = new ArrayList<>(asked.keySet());
        while (!left.isEmpty() && ready.size() < limit) {
            int room = limit - ready.size();
            List<String> some = left.subList(0, Math.min(room, left.size()));
            Map<String, Share> part = new LinkedHashMap<>();
            some.forEach(platform -> part.put(platform, asked.get(platform)));
            some.clear();
            try {
                ClaimBatch<ClaimedAnswer> fresh = claimNew(part, room / part.size());
                ready.addAll(claimed.bring(fresh.taken()));
                next = earlier(next, fresh.nextDue());
            } catch (IOException e) {
                if (ready.isEmpty()) {
                    throw e;
                }
                break; // What was claimed must be sent; the next call fails.
            }
        }
        return new ClaimBatch<>(ready, claimed.isWaiting() ? files.nextTry(next) : next);
    }

    private ClaimBatch<ClaimedAnswer> claimNew(Map<String, Share> asked, int most)
            throws IOException, InterruptedException {
        Map<String, ClaimAnswersTask> tasks = new LinkedHashMap<>();
        for (Map.Entry<String, Share> each : asked.entrySet()) {
            int own = Math.min(most, each.getValue().answers());
            int retries = Math.min(own, each.getValue().retries());
            String account = names.account(each.getKey());
            var task = new ClaimAnswersTask(account, own, retries);
            writers.of(account).submit(task);
            tasks.put(each.getKey(), task);
        }
        List<ClaimedAnswer> taken = new ArrayList<>();
        Optional<Instant> next = Optional.empty();
        IOException failure = null;
        for (Map.Entry<String, ClaimAnswersTask> each : tasks.entrySet()) {
            try {
                ClaimResult<ClaimedAnswer> result = each.getValue().await();
                parkedRows.report(result.unreadable());
                List<ClaimedAnswer> own = result.claims().taken();
                own.forEach(claim -> taken.add(claim.named(each.getKey())));
                int share = asked.get(each.getKey()).answers();
                if (own.size() < Math.min(most, share)) {
                    next = earlier(next, result.claims().nextDue());
                } else if (most < share) {
                    next = Optional.of(clock.instant());
                }
            } catch (IOException e) {
                failure = e; // What was claimed for the others must be sent; the next call fails.
            }
        }
        if (failure != null && taken.isEmpty()) {
            throw failure;
        }
        return new ClaimBatch<>(taken, next);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    private ClaimBatch<ClaimedAnswer> claimNew(String platform, int limit, int retries)
            throws IOException, InterruptedException {
        String account = names.account(platform);
        ClaimResult<ClaimedAnswer> result =
                writers.of(account).call(new ClaimAnswersTask(account, limit, retries));
        parkedRows.report(result.unreadable());
        return new ClaimBatch<>(
                result.claims().taken().stream().map(claim -> claim.named(platform)).toList(),
                result.claims().nextDue());
    }

    @Override
    public Optional<Instant> nextDue(String platform) throws IOException, InterruptedException {
        String account = names.account(platform);
        return writers.of(account).call(new NextDueTask(account));
    }

    @Override
    public void append(String platform, String conversation, String text)
            throws IOException, InterruptedException {
        String account = names.account(platform);
        String name = names.name(account);
        List<NewAnswer> answers = List.of(new NewAnswer(ItemId.random(), "", text, "", false));
        writers.of(account)
                .call(
                        new PlainTask<Void>(
                                connection -> {
                                    AppendAnswers.run(
                                            connection,
                                            account,
                                            name,
                                            conversation,
                                            answers,
                                            clock.millis());
                                    var changes = new WriterContext.Changes();
                                    changes.outbox(account, answers.size());
                                    writers.apply(account, changes, connection);
                                    return null;
                                }));
    }

    @Override
    public CompletableFuture<Boolean> sentAsync(ClaimedAnswer answer, Optional<String> platformId) {
        Optional<AccountBinding> keeper =
                names.binding(answer.platform()).filter(AccountBinding::keepsSaid);
        boolean kept = keeper.isPresent() && platformId.isPresent();
        return settleAsync(
                answer,
                new Settlement(
                        answer.row(),
                        answer.id(),
                        answer.claim(),
                        How.SENT,
                        null,
                        0,
                        AWAITS_TRY,
                        kept ? platformId.get() : "",
                        kept ? keeper.get().account().identity() : "",
                        kept ? SaidText.of(answer.message()) : ""));
    }

    @Override
    public boolean failed(ClaimedAnswer answer, String reason, Instant retryAt)
            throws IOException, InterruptedException {
        return settle(answer, How.FAILED, reason, retryAt, AWAITS_TRY);
    }

    @Override
    public boolean refused(ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard)
            throws IOException, InterruptedException {
        return settle(
                answer, How.REFUSED, reason, retryAt, untilHeard ? AWAITS_PERSON : AWAITS_TIME);
    }

    @Override
    public boolean postponed(ClaimedAnswer answer, Instant until)
            throws IOException, InterruptedException {
        return settle(answer, How.POSTPONED, null, until, AWAITS_TRY);
    }

    @Override
    public boolean paced(ClaimedAnswer answer, Instant until)
            throws IOException, InterruptedException {
        return settle(answer, How.PACED, null, until, AWAITS_LIMIT);
    }

    @Override
    public boolean parked(ClaimedAnswer answer, String reason)
            throws IOException, InterruptedException {
        return settle(answer, How.PARKED, reason, Instant.EPOCH, AWAITS_TRY);
    }

    private boolean settle(
            ClaimedAnswer answer, How how, String reason, Instant readyAt, int awaits)
            throws IOException, InterruptedException {
        return settle(
                answer,
                new Settlement(
                        answer.row(),
                        answer.id(),
                        answer.claim(),
                        how,
                        reason,
                        readyAt.toEpochMilli(),
                        awaits,
                        "",
                        "",
                        ""));
    }

    private boolean settle(ClaimedAnswer answer, Settlement end)
            throws IOException, InterruptedException {
        return reported(
                answer,
                writers.of(answer.account().value()).call(new SettleAnswerTask(answer, end)));
    }

    private CompletableFuture<Boolean> settleAsync(ClaimedAnswer answer, Settlement end) {
        var task = new SettleAnswerTask(answer, end);
        try {
            writers.of(answer.account().value()).enqueue(task);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return task.result().thenApply(settled -> reported(answer, settled));
    }

    private boolean reported(ClaimedAnswer answer, boolean settled) {
        if (!settled) {
            events.publish(EventType.writeRefused("result of answer " + answer.id()));
        }
        return settled;
    }
}
