package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.table.ConversationQueue;
import dev.gateway.core.journal.table.ConversationQueueTable.Awaits;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.MessagePart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plans of what a running gateway asks its journal: nothing walks through the messages that are
 * done, of which there are as many as a retention time brings.
 */
class QueryPlanTest {

    private static final AccountBinding BINDING =
            AccountBinding.of("bot", new AccountId("telegram:1"));
    private static final String ACCOUNT = BINDING.account().value();
    private static final List<MessagePart> ANSWER = List.of(new MessagePart("yes", List.of()));

    private static final Pattern ON_ROWS = Pattern.compile("SELECT|UPDATE|DELETE|INSERT");
    private static final Pattern LARGE = Pattern.compile("^(SCAN|SEARCH) (message|turn|said)\\b");

    /** A row, rows of one conversation or old ones, or an index of what is not done. */
    private static final Pattern SELECTIVE =
            Pattern.compile(
                    "\\((?!account=\\?\\)).*[=<>]\\?.*\\)|INDEX message_(pending|claimed|parked|odd)$");

    /** The first or the last rows of a table, or whether an account has any. */
    private static final Pattern FEW =
            Pattern.compile(
                    "FROM (message|turn) ORDER BY id (DESC LIMIT 1|LIMIT 200)\\b"
                            + "|SELECT max\\(id\\) FROM message\\)|^SELECT EXISTS\\(");

    @TempDir Path home;
    private JournalDatabase database;
    private long now = 1_000_000;

    @BeforeEach
    void open() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        database = JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void noStatementOfARunningJournalWalksThroughWhatIsDone() throws Exception {
        database.connection().forgetStatements(); // Those of the migration.

        live();

        List<String> walks = new ArrayList<>();
        for (String sql : database.connection().statements()) {
            if (ON_ROWS.matcher(sql).lookingAt()) {
                plan(sql).stream()
                        .filter(step -> walks(step, sql))
                        .forEach(step -> walks.add(step + ": " + sql));
            }
        }
        assertThat(database.connection().statements()).hasSizeGreaterThan(40);
        assertThat(walks).isEmpty();
    }

    /**
     * Returns whether a step reads rows of a large table one after the other, but for the first or
     * the last ones.
     */
    private static boolean walks(String step, String sql) {
        return LARGE.matcher(step).find()
                && !SELECTIVE.matcher(step).find()
                && !FEW.matcher(sql).find();
    }

    /** Does what a gateway does between two starts. */
    private void live() throws Exception {
        inTransaction(
                () -> {
                    database.accounts().bind(BINDING);
                    database.accounts().hold(BINDING.account(), 1, now);
                });
        for (String key : List.of("answered", "failed", "parked", "loaded", "released")) {
            inTransaction(() -> accept(key));
        }
        for (ClaimedMessage message : claim()) {
            inTransaction(() -> end(message));
        }
        for (String end : List.of("failed", "refused", "postponed", "paced", "parked", "sent")) {
            List<ClaimedAnswer> claimed = new ArrayList<>();
            now += 10;
            inTransaction(
                    () -> {
                        database.outbox().addUnasked(ACCOUNT, end, ANSWER, now);
                        claimed.addAll(
                                database.outbox().select(ACCOUNT, 10, 10, now).claims().taken());
                        database.outbox().claim(claimed);
                    });
            assertThat(claimed).isNotEmpty();
            for (ClaimedAnswer answer : claimed) {
                inTransaction(() -> end(answer, end));
            }
        }
        var operator = new AdminQueries(database);
        operator.messages(
                EnumSet.of(MessageState.PENDING, MessageState.IN_FLIGHT, MessageState.PARKED), 10);
        operator.answers(true, 10);
        operator.message("unknown");
        operator.answer("unknown");
        database.attachments();
        database.resetFutureTimes(now);
        database.oldestPending();
        database.counts().read();
        database.sessions().others();
        database.queues().forEach(ConversationQueue::invalidate);
        database.loadQueues();
        new JournalMaintenance(JournalSettings.defaults(), Clock.systemUTC()).run(database);
        new RetentionPruner(JournalSettings.defaults()).step(database, now);
    }

    private void end(ClaimedMessage message) throws SQLException {
        switch (message.message().conversation()) {
            case "answered" -> database.inbox().answered(message, ANSWER, now);
            case "failed" ->
                    database.inbox().failed(message, "why", Instant.ofEpochMilli(now + 1), now);
            case "parked" -> database.inbox().parked(message, "why", ANSWER, now);
            case "loaded" ->
                    database.inbox()
                            .loaded(message, List.of(), "text", message.message().context(), now);
            default -> database.inbox().release(message, now, now);
        }
    }

    private void end(ClaimedAnswer answer, String how) throws SQLException {
        Instant later = Instant.ofEpochMilli(now + 1);
        switch (how) {
            case "failed" -> database.outbox().failed(answer, "why", later, now);
            case "refused" -> database.outbox().refused(answer, "why", later, Awaits.TIME, now);
            case "postponed" -> database.outbox().postponed(answer, later, now);
            case "paced" -> database.outbox().paced(answer, later, now);
            case "parked" -> database.outbox().parked(answer, "why", now);
            default -> database.outbox().sent(answer, () -> {}, now);
        }
    }

    private List<ClaimedMessage> claim() throws Exception {
        List<ClaimedMessage> claimed = new ArrayList<>();
        inTransaction(
                () ->
                        claimed.addAll(
                                database.inbox()
                                        .claim(ACCOUNT::equals, 10, Map.of(), now)
                                        .claims()
                                        .taken()));
        return claimed;
    }

    private void accept(String key) throws SQLException {
        InboundBatch batch =
                InboundBatch.of(List.of(InboundMessageFixtures.message(key, key)), key);
        BatchStorage.store(database, BINDING, 1, batch, List.of(Admission.OPEN), now);
    }

    private List<String> plan(String sql) throws SQLException {
        return database.connection().list("EXPLAIN QUERY PLAN " + sql, row -> row.getString(4));
    }

    private void inTransaction(JournalTransaction.Step step) throws SQLException {
        JournalTransaction.run(database, step);
    }
}
