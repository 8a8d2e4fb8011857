package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the life of a message; none of them depends on the number of accounts. */
class StatementCountTest {

    private static final List<MessagePart> ANSWER = List.of(new MessagePart("yes", List.of()));

    /** Begin, the question for writes of others, commit. */
    private static final int ENDS = 3;

    @TempDir Path home;
    private JournalDatabase database;
    private long now = 1_000;

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
    void theLifeOfAMessageTakesFewStatements() throws Exception {
        AccountBinding binding = adopt(0);
        inTransaction(() -> accept(binding, "first"));
        life(binding, "second");

        assertThat(life(binding, "third")).isLessThanOrEqualTo(11);
    }

    @Test
    void manyMessagesTakeThreeStatementsEach() throws Exception {
        int messages = 32;
        AccountBinding binding = adopt(0);
        String account = binding.account().value();
        List<InboundMessage> batch =
                IntStream.range(0, messages)
                        .mapToObj(i -> InboundMessageFixtures.message("key" + i, "chat" + i))
                        .toList();
        List<Admission> admitted = Collections.nCopies(messages, Admission.OPEN);
        List<ClaimedMessage> claimed = new ArrayList<>();
        List<ClaimedAnswer> answers = new ArrayList<>();
        long before = database.connection().statementsRun();

        inTransaction(
                () ->
                        BatchStorage.store(
                                database,
                                binding,
                                1,
                                InboundBatch.of(batch, "cursor"),
                                admitted,
                                now));
        inTransaction(() -> claimed.addAll(claim(Set.of(account), messages).claims().taken()));
        inTransaction(
                () -> {
                    for (ClaimedMessage message : claimed) {
                        database.inbox().answered(message, ANSWER, now);
                    }
                });
        inTransaction(() -> answers.addAll(claimAnswers(account, messages)));
        inTransaction(
                () -> {
                    for (ClaimedAnswer answer : answers) {
                        database.outbox().sent(answer, () -> {}, now);
                    }
                });

        assertThat(answers).hasSize(messages);
        assertThat(database.connection().number("SELECT count(*) FROM message WHERE state = 3"))
                .isEqualTo(messages);
        assertThat(database.connection().statementsRun() - before)
                .as("three for each, and those of five transactions")
                .isLessThanOrEqualTo(3L * messages + 30);
    }

    @Test
    void aLifeTakesAsManyStatementsWithAThousandAccountsAsWithOne() throws Exception {
        AccountBinding one = adopt(0);
        inTransaction(() -> accept(one, "warm"));
        life(one, "alone");
        long alone = life(one, "alone again");
        for (int i = 1; i < 1_000; i++) {
            AccountBinding other = adopt(i);
            inTransaction(() -> accept(other, "waits"));
        }

        now++;
        assertThat(life(one, "among others")).isEqualTo(alone);
    }

    @Test
    void aClaimTakesOneStatementForAllMessagesOfAllAccounts() throws Exception {
        AccountBinding one = adopt(0);
        inTransaction(() -> accept(one, "alone"));
        long alone = statements(() -> claim(Set.of(one.account().value()), 1));
        Set<String> all =
                IntStream.range(1, 1_000)
                        .mapToObj(i -> "telegram:" + i)
                        .collect(Collectors.toSet());
        for (int i = 1; i < 1_000; i++) {
            AccountBinding other = adopt(i);
            inTransaction(() -> accept(other, "waits"));
        }

        assertThat(alone).isEqualTo(1);
        assertThat(statements(() -> claim(all, 1))).isEqualTo(1);
        assertThat(statements(() -> claim(all, 32))).isEqualTo(1);
    }

    /** Returns the statements of a life, beside the begin and the end of its transactions. */
    private long life(AccountBinding binding, String key) throws Exception {
        String account = binding.account().value();
        long accepted = statements(() -> accept(binding, key));
        long[] rest = new long[4];
        ClaimedMessage[] message = new ClaimedMessage[1];
        ClaimedAnswer[] answer = new ClaimedAnswer[1];
        rest[0] = statements(() -> message[0] = claim(Set.of(account), 1).claims().taken().get(0));
        rest[1] = statements(() -> database.inbox().answered(message[0], ANSWER, now));
        rest[2] = statements(() -> answer[0] = claimAnswers(account, 1).get(0));
        rest[3] = statements(() -> database.outbox().sent(answer[0], () -> {}, now));
        return accepted + rest[0] + rest[1] + rest[2] + rest[3];
    }

    private ClaimResult<ClaimedMessage> claim(Set<String> accounts, int limit) throws SQLException {
        return database.inbox().claim(accounts::contains, limit, Map.of(), now);
    }

    private List<ClaimedAnswer> claimAnswers(String account, int limit) throws SQLException {
        List<ClaimedAnswer> selected =
                database.outbox().select(account, limit, 1, now).claims().taken();
        database.outbox().claim(selected);
        return selected;
    }

    private void accept(AccountBinding binding, String key) throws SQLException {
        InboundBatch batch =
                InboundBatch.of(List.of(InboundMessageFixtures.message(key, "chat")), key);
        BatchStorage.store(database, binding, 1, batch, List.of(Admission.OPEN), now);
    }

    private AccountBinding adopt(int number) throws Exception {
        AccountBinding binding =
                AccountBinding.of("bot" + number, new AccountId("telegram:" + number));
        inTransaction(
                () -> {
                    database.accounts().bind(binding);
                    database.accounts().hold(binding.account(), 1, now);
                });
        return binding;
    }

    private long statements(JournalTransaction.Step step) throws Exception {
        long before = database.connection().statementsRun();
        inTransaction(step);
        return database.connection().statementsRun() - before - ENDS;
    }

    private void inTransaction(JournalTransaction.Step step) throws SQLException {
        JournalTransaction.run(database, step);
    }
}
