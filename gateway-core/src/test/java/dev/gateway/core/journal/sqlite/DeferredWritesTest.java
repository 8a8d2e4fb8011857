package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.access.Admission;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.table.SentReport;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the steps of one transaction write together, at its end. */
class DeferredWritesTest {

    private static final AccountBinding BINDING =
            AccountBinding.of("bot", new AccountId("telegram:1"));
    private static final String ACCOUNT = BINDING.account().value();

    @TempDir Path home;
    private JournalDatabase database;
    private long now = 1_000;

    @BeforeEach
    void open() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        database = JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE);
        inTransaction(
                () -> {
                    database.accounts().bind(BINDING);
                    database.accounts().hold(BINDING.account(), 1, now);
                });
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void ofTwoReportsOfOneClaimTheFirstCounts() throws Exception {
        ClaimedAnswer answer = claimedAnswers("chat").get(0);
        List<SentReport> reports = new ArrayList<>();
        List<String> followed = new ArrayList<>();

        inTransaction(
                () -> {
                    reports.add(database.outbox().sent(answer, () -> followed.add("1"), now));
                    reports.add(database.outbox().sent(answer, () -> followed.add("2"), now));
                });

        assertThat(reports).extracting(SentReport::isHeld).containsExactly(true, false);
        assertThat(followed).containsExactly("1");
        assertThat(answers()).isZero();
        assertThat(database.connection().number("SELECT count(*) FROM message WHERE state = 3"))
                .isEqualTo(1);
    }

    @Test
    void aVoidClaimAmongOthersRemovesNothing() throws Exception {
        List<ClaimedAnswer> claimed = claimedAnswers("lost", "held");
        database.connection().execute("UPDATE answer SET claims = claims + 1 WHERE id = 1");
        List<SentReport> reports = new ArrayList<>();

        inTransaction(
                () -> {
                    for (ClaimedAnswer answer : claimed) {
                        reports.add(database.outbox().sent(answer, () -> {}, now));
                    }
                });

        assertThat(reports).extracting(SentReport::isHeld).containsExactly(false, true);
        assertThat(
                        database.connection()
                                .list("SELECT conversation FROM answer", DeferredWritesTest::text))
                .containsExactly("lost");
        assertThat(database.connection().number("SELECT state FROM message WHERE id = 1"))
                .as("still answered, not done")
                .isEqualTo(2);
    }

    @Test
    void aConversationHasItsNextTurnAfterTheTransactionOfTheReport() throws Exception {
        ClaimedAnswer answer = claimedAnswers("chat").get(0);
        List<ClaimedAnswer> before = new ArrayList<>();

        inTransaction(
                () -> {
                    database.outbox().sent(answer, () -> {}, now);
                    addAnswer("chat", "next");
                    before.addAll(select());
                });

        assertThat(before).isEmpty();
        assertThat(select()).extracting(one -> one.message().text()).containsExactly("next");
    }

    @Test
    void whatWasRolledBackIsNotWrittenLater() throws Exception {
        ClaimedAnswer answer = claimedAnswers("chat").get(0);
        database.connection().begin(false);
        SentReport report = database.outbox().sent(answer, () -> {}, now);
        accept(message("key", "another", "Ann"));
        database.connection().rollback();

        inTransaction(() -> {});

        assertThat(report.isHeld()).isFalse();
        assertThat(answers()).isEqualTo(1);
        assertThat(conversations()).extracting(KnownConversation::id).containsExactly("chat");
    }

    @Test
    void aConversationKeepsItsNameIfTheLastMessageOfATransactionHasNone() throws Exception {
        inTransaction(
                () -> {
                    accept(message("1", "chat", "Ann"));
                    now++;
                    accept(message("2", "chat", ""));
                });
        now++;
        inTransaction(() -> accept(message("3", "chat", "")));

        KnownConversation known = conversations().get(0);
        assertThat(known.title()).isEqualTo("Ann");
        assertThat(known.lastAt()).isEqualTo(Instant.ofEpochMilli(now));
    }

    @Test
    void namesOfAnyCharactersAreStoredAsTheyAre() throws Exception {
        List<String> names =
                List.of("a\"b\\c\n\u0001", "nul\u0000nul", "\u7fa4 \ud83d\ude00", "3.50", "null");
        inTransaction(
                () -> {
                    for (String name : names) {
                        accept(message(name, name, name));
                    }
                });

        assertThat(conversations())
                .extracting(KnownConversation::id)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(conversations()).allSatisfy(one -> assertThat(one.title()).isEqualTo(one.id()));
    }

    @Test
    void aNameWithHalfACharacterIsTheOneOfItsMessage() throws Exception {
        inTransaction(() -> accept(message("key", "half \ud83d", "half \ud83d")));

        assertThat(conversations())
                .extracting(KnownConversation::id)
                .containsExactlyElementsOf(
                        database.connection()
                                .list(
                                        "SELECT conversation FROM message",
                                        DeferredWritesTest::text));
    }

    private List<ClaimedAnswer> claimedAnswers(String... conversations) throws Exception {
        inTransaction(
                () -> {
                    for (String conversation : conversations) {
                        accept(message(conversation, conversation, ""));
                    }
                });
        List<ClaimedMessage> claimed = new ArrayList<>();
        inTransaction(
                () ->
                        claimed.addAll(
                                database.inbox()
                                        .claim(ACCOUNT::equals, 10, Map.of(), now)
                                        .claims()
                                        .taken()));
        inTransaction(
                () -> {
                    for (ClaimedMessage message : claimed) {
                        database.inbox()
                                .answered(message, List.of(new MessagePart("yes", List.of())), now);
                    }
                });
        List<ClaimedAnswer> answers = new ArrayList<>();
        inTransaction(
                () -> {
                    answers.addAll(select());
                    database.outbox().claim(answers);
                });
        assertThat(answers).hasSize(conversations.length);
        return answers;
    }

    private List<ClaimedAnswer> select() throws SQLException {
        return database.outbox().select(ACCOUNT, 10, 1, now).claims().taken();
    }

    private void addAnswer(String conversation, String text) throws SQLException {
        database.outbox()
                .addUnasked(ACCOUNT, conversation, List.of(new MessagePart(text, List.of())), now);
    }

    private void accept(InboundMessage message) throws SQLException {
        BatchStorage.store(
                database,
                BINDING,
                1,
                InboundBatch.of(List.of(message), "cursor"),
                Collections.nCopies(1, Admission.OPEN),
                now);
    }

    private static InboundMessage message(String key, String conversation, String senderName) {
        return InboundMessageFixtures.message(key, conversation)
                .withContext(MessageContext.builder().senderName(senderName).build());
    }

    private long answers() throws SQLException {
        return database.connection().number("SELECT count(*) FROM answer");
    }

    private List<KnownConversation> conversations() throws SQLException {
        return database.conversations().list(10);
    }

    private static String text(ResultSet row) throws SQLException {
        return row.getString(1);
    }

    private void inTransaction(JournalTransaction.Step step) throws SQLException {
        JournalTransaction.run(database, step);
    }
}
