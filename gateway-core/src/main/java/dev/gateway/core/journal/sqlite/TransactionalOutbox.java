package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.table.ConversationQueueTable;
import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.journal.table.OutboxTable;
import dev.gateway.core.journal.table.ParkedRowReporter;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The outbox, each operation in a transaction. A claim need not survive a power failure. */
final class TransactionalOutbox implements Outbox {

    private static final int FEW_REFUSALS = 2;

    private final GroupCommit commits;
    private final Clock clock;
    private final ParkedRowReporter parkedRows;
    private final Function<String, Optional<AccountBinding>> binding;

    TransactionalOutbox(
            GroupCommit commits,
            Clock clock,
            ParkedRowReporter parkedRows,
            Function<String, Optional<AccountBinding>> binding) {
        this.binding = binding;
        this.commits = commits;
        this.clock = clock;
        this.parkedRows = parkedRows;
    }

    @Override
    public Set<String> platforms() {
        return commits.stats().withAnswers();
    }

    @Override
    public ClaimBatch<ClaimedAnswer> claim(String platform, int limit, int retries)
            throws IOException, InterruptedException {
        ClaimResult<ClaimedAnswer> result =
                commits.call(
                        false,
                        database ->
                                database.outbox()
                                        .claim(
                                                platform,
                                                limit,
                                                retries,
                                                database.inbox(),
                                                clock.millis()));
        parkedRows.report(result.unreadable());
        return result.claims();
    }

    @Override
    public Optional<Instant> nextDue(String platform) throws IOException, InterruptedException {
        return commits.call(
                false,
                database ->
                        OutboxTable.instant(
                                database.lanes(ConversationQueueTable.Queue.OUTBOX)
                                        .nextUnpaced(platform, FEW_REFUSALS)));
    }

    @Override
    public void append(String platform, String conversation, String text)
            throws IOException, InterruptedException {
        List<MessagePart> parts = List.of(new MessagePart(text, List.of()));
        commits.call(
                true,
                database ->
                        database.outbox()
                                .addUnasked(platform, conversation, parts, clock.millis()));
    }

    @Override
    public void sent(ClaimedAnswer answer, Optional<String> platformId)
            throws IOException, InterruptedException {
        Optional<AccountBinding> keeper =
                binding.apply(answer.platform()).filter(AccountBinding::keepsSaid);
        // The shorter this takes, the fewer answers are sent twice after a SIGKILL.
        step(
                false,
                database -> {
                    long now = clock.millis();
                    if (keeper.isPresent() && platformId.isPresent()) {
                        database.said()
                                .sent(
                                        keeper.get().account(),
                                        platformId.get(),
                                        keeper.get().identity(),
                                        answer.message(),
                                        now);
                    }
                    database.outbox().sent(answer, database.inbox(), now);
                });
    }

    @Override
    public void failed(ClaimedAnswer answer, String reason, Instant retryAt)
            throws IOException, InterruptedException {
        step(false, database -> database.outbox().failed(answer, reason, retryAt, clock.millis()));
    }

    @Override
    public void refused(ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard)
            throws IOException, InterruptedException {
        Awaits awaits = untilHeard ? Awaits.PERSON : Awaits.TIME;
        step(
                false,
                database ->
                        database.outbox().refused(answer, reason, retryAt, awaits, clock.millis()));
    }

    @Override
    public void postponed(ClaimedAnswer answer, Instant until)
            throws IOException, InterruptedException {
        step(false, database -> database.outbox().postponed(answer, until));
    }

    @Override
    public void paced(ClaimedAnswer answer, Instant until)
            throws IOException, InterruptedException {
        step(false, database -> database.outbox().paced(answer, until));
    }

    @Override
    public void parked(ClaimedAnswer answer, String reason)
            throws IOException, InterruptedException {
        step(
                true,
                database ->
                        database.outbox().parked(answer, reason, database.inbox(), clock.millis()));
    }

    private void step(boolean synced, Step step) throws IOException, InterruptedException {
        commits.call(
                synced,
                database -> {
                    step.run(database);
                    return null;
                });
    }

    @FunctionalInterface
    private interface Step {
        void run(JournalDatabase database) throws SQLException;
    }
}
