package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and answers can be quoted for a month where a quote names an id alone. */
class SaidTest {

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private SqliteJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        clock,
                        events.stream());
        journal.bind("mama", keeping("weixin:b1@im.bot"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aReceivedMessageIsFoundByItsIdEvenWhenItIsDone() throws Exception {
        journal.accept("mama", InboundBatch.of(message("7", "hello")));
        ClaimedMessage claim = journal.inbox().claim(Set.of("mama"), 1).taken().get(0);
        journal.inbox().answered(claim, List.of());

        assertThat(journal.said("mama", "7"))
                .contains(new Quote("7", "user", "Anna", "hello", List.of()));
        assertThat(journal.said("mama", "8")).isEmpty();
    }

    @Test
    void aFileIsNamedInItsPlace() throws Exception {
        var file = new RemoteAttachment(Attachment.Kind.FILE, "a.pdf", "application/pdf", 0, "x");
        journal.accept("mama", InboundBatch.of(message("7", "").withRemote(List.of(file))));

        assertThat(journal.said("mama", "7")).map(Quote::text).contains("[file a.pdf]");
    }

    @Test
    void aSentAnswerIsFoundByTheIdThatThePlatformGaveIt() throws Exception {
        journal.accept("mama", InboundBatch.of(message("7", "hello")));
        ClaimedMessage claim = journal.inbox().claim(Set.of("mama"), 1).taken().get(0);
        journal.inbox().answered(claim, List.of(new MessagePart("good morning", List.of())));
        var answer = journal.outbox().claim("mama", 1).taken().get(0);

        journal.outbox().sent(answer, Optional.of("99"));

        assertThat(journal.said("mama", "99"))
                .contains(new Quote("99", "b1@im.bot", "", "good morning", List.of()));
    }

    @Test
    void otherAccountsAndPlatformsThatNeedNoneHaveNone() throws Exception {
        journal.accept("mama", InboundBatch.of(message("7", "hello")));
        journal.bind("mama", keeping("weixin:b2@im.bot"));
        assertThat(journal.said("mama", "7")).as("another bot").isEmpty();
        journal.bind("tg", "telegram:1");
        journal.accept("tg", InboundBatch.of(message("7", "hello")));

        assertThat(journal.said("tg", "7")).isEmpty();
    }

    @Test
    void whatWasSaidIsForgottenAfterAMonth() throws Exception {
        Path file = Files.createFile(home.resolve("other.db"));
        try (JournalDatabase database =
                JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE)) {
            for (int i = 0; i < 450; i++) {
                database.said().received("a", message("" + i, "old"), clock.millis());
            }
            clock.forward(Duration.ofDays(31));
            database.said().received("a", message("young", "young"), clock.millis());
            var pruner = new RetentionPruner(JournalSettings.defaults());
            for (int steps = 0; pruner.step(database, clock.millis()); steps++) {
                assertThat(steps).isLessThan(1000);
            }

            assertThat(database.connection().number("SELECT count(*) FROM said")).isEqualTo(1);
            assertThat(database.said().find("a", "young")).isPresent();
        }
    }

    private static AccountBinding keeping(String account) {
        return new AccountBinding(account, Duration.ZERO, true, Optional.empty());
    }

    private static InboundMessage message(String id, String text) {
        InboundMessage message = InboundMessageFixtures.message("key-" + id, "chat");
        return new InboundMessage(
                        message.dedupKey(),
                        message.conversation(),
                        message.sender(),
                        message.direct(),
                        text,
                        message.attachments(),
                        message.replyContext(),
                        message.sentAt())
                .withContext(MessageContext.builder().senderName("Anna").messageId(id).build());
    }
}
