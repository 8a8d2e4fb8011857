package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.core.journal.table.ConversationQueue;
import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.journal.table.OutboxTable;
import dev.gateway.core.journal.table.SentReport;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** The outbox, each operation in a transaction. A claim need not survive a power failure. */
final class TransactionalOutbox implements Outbox {

    private static final int FEW_REFUSALS = 2;

    private final GroupCommit commits;
    private final Clock clock;
    private final ParkedRowReporter parkedRows;
    private final AccountNames names;

    TransactionalOutbox(
            GroupCommit commits, Clock clock, ParkedRowReporter parkedRows, AccountNames names) {
        this.names = names;
        this.commits = commits;
        this.clock = clock;
        this.parkedRows = parkedRows;
    }

    @Override
    public Set<String> platforms() {
        return names.names(commits.stats().withAnswers());
    }

    @Override
    public Set<String> storedPlatforms() throws IOException, InterruptedException {
        return names.names(
                commits.call(false, database -> Set.copyOf(database.outbox().queue().accounts())));
    }

    @Override
    public ClaimBatch<ClaimedAnswer> claim(String platform, int limit, int retries)
            throws IOException, InterruptedException {
        ClaimResult<ClaimedAnswer> result =
                commits.call(
                        false,
                        database -> {
                            ClaimResult<ClaimedAnswer> own =
                                    database.outbox()
                                            .select(
                                                    names.account(platform),
                                                    limit,
                                                    retries,
                                                    clock.millis());
                            database.outbox().claim(own.claims().taken());
                            return own;
                        });
        parkedRows.report(result.unreadable());
        return new ClaimBatch<>(
                result.claims().taken().stream().map(claim -> claim.named(platform)).toList(),
                result.claims().nextDue());
    }

    @Override
    public ClaimBatch<ClaimedAnswer> claim(Function<String, Share> shares, int limit)
            throws IOException, InterruptedException {
        if (commits.stats().withAnswers().isEmpty()) {
            return new ClaimBatch<>(List.of(), Optional.empty());
        }
        ClaimResult<ClaimedAnswer> result =
                commits.call(false, database -> claim(database, shares, limit));
        parkedRows.report(result.unreadable());
        return new ClaimBatch<>(
                result.claims().taken().stream()
                        .map(claim -> claim.named(names.name(claim.platform())))
                        .toList(),
                result.claims().nextDue());
    }

    private ClaimResult<ClaimedAnswer> claim(
            JournalDatabase database, Function<String, Share> shares, int limit)
            throws SQLException {
        ConversationQueue<ClaimedAnswer> queue = database.outbox().queue();
        List<ClaimedAnswer> taken = new ArrayList<>();
        List<ParkedRow> unreadable = new ArrayList<>();
        Optional<Instant> nextDue = Optional.empty();
        for (String account : queue.accounts()) {
            if (taken.size() == limit) {
                break;
            }
            Share share = shares.apply(names.name(account));
            int most = Math.min(share.answers(), limit - taken.size());
            if (most > 0) {
                ClaimResult<ClaimedAnswer> own =
                        database.outbox().select(account, most, share.retries(), clock.millis());
                taken.addAll(own.claims().taken());
                queue.passTurn(account);
                unreadable.addAll(own.unreadable());
                if (own.claims().taken().size() < most) {
                    nextDue =
                            Stream.concat(nextDue.stream(), own.claims().nextDue().stream())
                                    .min(Comparator.naturalOrder());
                }
            }
        }
        database.outbox().claim(taken);
        return new ClaimResult<>(new ClaimBatch<>(taken, nextDue), unreadable);
    }

    @Override
    public Optional<Instant> nextDue(String platform) throws IOException, InterruptedException {
        return commits.call(
                false,
                database ->
                        OutboxTable.instant(
                                database.outbox()
                                        .queue()
                                        .nextUnpaced(names.account(platform), FEW_REFUSALS)));
    }

    @Override
    public void append(String platform, String conversation, String text)
            throws IOException, InterruptedException {
        List<MessagePart> parts = List.of(new MessagePart(text, List.of()));
        commits.call(
                true,
                database ->
                        database.outbox()
                                .addUnasked(
                                        names.account(platform),
                                        conversation,
                                        parts,
                                        clock.millis()));
    }

    @Override
    public CompletableFuture<Boolean> sentAsync(ClaimedAnswer answer, Optional<String> platformId) {
        Optional<AccountBinding> keeper =
                names.binding(answer.platform()).filter(AccountBinding::keepsSaid);
        // The shorter this takes, the fewer answers are sent twice after a SIGKILL.
        return commits.submit(
                        false,
                        database -> {
                            long now = clock.millis();
                            return database.outbox()
                                    .sent(
                                            answer,
                                            () -> {
                                                if (keeper.isPresent() && platformId.isPresent()) {
                                                    keep(
                                                            database,
                                                            keeper.get(),
                                                            platformId.get(),
                                                            answer,
                                                            now);
                                                }
                                            },
                                            now);
                        })
                .thenApply(SentReport::isHeld);
    }

    private static void keep(
            JournalDatabase database,
            AccountBinding keeper,
            String platformId,
            ClaimedAnswer answer,
            long now)
            throws SQLException {
        AccountId account = keeper.account();
        database.said()
                .sent(account.value(), platformId, account.identity(), answer.message(), now);
    }

    @Override
    public boolean failed(ClaimedAnswer answer, String reason, Instant retryAt)
            throws IOException, InterruptedException {
        return commits.call(
                false,
                database -> database.outbox().failed(answer, reason, retryAt, clock.millis()));
    }

    @Override
    public boolean refused(ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard)
            throws IOException, InterruptedException {
        Awaits awaits = untilHeard ? Awaits.PERSON : Awaits.TIME;
        return commits.call(
                false,
                database ->
                        database.outbox().refused(answer, reason, retryAt, awaits, clock.millis()));
    }

    @Override
    public boolean postponed(ClaimedAnswer answer, Instant until)
            throws IOException, InterruptedException {
        return commits.call(
                false, database -> database.outbox().postponed(answer, until, clock.millis()));
    }

    @Override
    public boolean paced(ClaimedAnswer answer, Instant until)
            throws IOException, InterruptedException {
        return commits.call(
                false, database -> database.outbox().paced(answer, until, clock.millis()));
    }

    @Override
    public boolean parked(ClaimedAnswer answer, String reason)
            throws IOException, InterruptedException {
        return commits.call(
                true, database -> database.outbox().parked(answer, reason, clock.millis()));
    }
}
