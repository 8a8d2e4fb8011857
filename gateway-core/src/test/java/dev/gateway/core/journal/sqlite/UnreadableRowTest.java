package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of a later version, or a damaged one, stops only itself. */
class UnreadableRowTest {

    private static final Attachment FILE =
            new Attachment(Attachment.Kind.FILE, "a.txt", "text/plain", Path.of("/m/a.txt"), 3);

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private SqliteJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal = opened();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{broken",
                "[",
                "[[",
                "[[\"FILE\",\"a\",\"t\",null,1]]",
                "[[\"FILE\",\"a\",\"t\",\"\",1]]",
                "[[\"FILE\"]]",
                "[[\"FILE\",\"a\",\"t\",\"nul\\u0000\",1]]",
                "{\"later\":[]}",
                "7",
                "\u0000\u0001",
            })
    void aMessageWithUnreadableAttachmentsIsParkedAlone(String attachments) throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "bad", "next"));
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("b", "other"));
        change("UPDATE message SET attachments = ? WHERE dedup_key = 'bad'", attachments);

        List<ClaimedMessage> taken = journal.inbox().claim(Set.of("tg"), 10).taken();

        assertThat(taken)
                .extracting(claim -> claim.message().text())
                .containsExactlyInAnyOrder("next", "other");
        assertThat(events.of(EventType.MESSAGE_PARKED)).hasSize(1);
        assertThat(journal.counts().failed()).isEqualTo(1);
        try (SqliteJournalAdmin console = SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
            StoredMessage parked = console.messages(EnumSet.of(MessageState.PARKED), 10).get(0);
            assertThat(parked.text()).isEqualTo("bad");
            assertThat(parked.reason().orElseThrow()).startsWith("cannot be read: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "sender", "reply_context", "dedup_key", "attachments"})
    void aMessageWithAMissingColumnIsParkedAlone(String column) throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "bad", "next"));
        allowNulls("message");
        change("UPDATE message SET " + column + " = NULL WHERE dedup_key = 'bad'");

        assertThat(journal.inbox().claim(Set.of("tg"), 10).taken())
                .extracting(claim -> claim.message().text())
                .containsExactly("next");

        try (SqliteJournalAdmin console = SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
            StoredMessage parked = console.messages(EnumSet.of(MessageState.PARKED), 10).get(0);
            assertThat(parked.reason().orElseThrow()).contains(column);
        }
    }

    @Test
    void anUnreadableAnswerIsParkedAloneAndTheNextOneIsSent() throws Exception {
        answer("a", "bad", "next");
        answer("b", "other");
        change("UPDATE answer SET attachments = '{' WHERE text = 'bad'");

        List<ClaimedAnswer> taken = journal.outbox().claim("tg", 10).taken();

        assertThat(taken)
                .extracting(claim -> claim.message().text())
                .containsExactlyInAnyOrder("next", "other");
        for (ClaimedAnswer claim : taken) {
            journal.outbox().sentAsync(claim, Optional.empty()).join();
        }
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 0, 2, 1, 0));
        assertThat(events.of(EventType.MESSAGE_PARKED)).hasSize(1);
        try (SqliteJournalAdmin console = SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
            assertThat(console.answers(true, 10).get(0).reason().orElseThrow())
                    .startsWith("cannot be read: ");
        }
    }

    @Test
    void manyUnreadableRowsOfOneConversationAreAllParked() throws Exception {
        for (int i = 0; i < 250; i++) {
            AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "bad-" + i));
        }
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "good"));
        change("UPDATE message SET attachments = '{' WHERE dedup_key LIKE 'bad%'");

        ClaimBatch<ClaimedMessage> claimBatch = journal.inbox().claim(Set.of("tg"), 10);
        for (int i = 0; i < 5 && claimBatch.taken().isEmpty(); i++) {
            assertThat(claimBatch.nextDue().orElseThrow()).isBeforeOrEqualTo(clock.instant());
            claimBatch = journal.inbox().claim(Set.of("tg"), 10);
        }

        assertThat(claimBatch.taken()).hasSize(1);
        assertThat(events.of(EventType.MESSAGE_PARKED)).hasSize(250);
    }

    @Test
    void aKindOfALaterVersionIsAFile() throws Exception {
        accept("a", FILE);
        change(
                "UPDATE message SET attachments ="
                        + " '[[\"STICKER\",null,null,\"/m/a.webp\",3,{\"animated\":true},[1]]]'");

        assertThat(journal.inbox().claim(Set.of("tg"), 1).taken().get(0).message().attachments())
                .containsExactly(
                        new Attachment(
                                Attachment.Kind.FILE,
                                "file",
                                "application/octet-stream",
                                "/m/a.webp",
                                3));
    }

    /** The locale must not decide what is readable; only the use of the file may fail. */
    @Test
    void aPathIsReadAsText() throws Exception {
        String odd = "/m/gr\u00f6\u00dfe-\ud83d\ude00.txt";
        AdoptedAccounts.of(journal, "tg")
                .accept(
                        new InboundBatch(
                                List.of(
                                        with(
                                                new Attachment(
                                                        Attachment.Kind.FILE,
                                                        "n",
                                                        "text/plain",
                                                        odd,
                                                        1))),
                                Optional.empty(),
                                Map.of()));

        assertThat(
                        journal.inbox()
                                .claim(Set.of("tg"), 1)
                                .taken()
                                .get(0)
                                .message()
                                .attachments()
                                .get(0)
                                .location())
                .isEqualTo(odd);
    }

    @Test
    void filesOfUnreadableRowsAreSpared() throws Exception {
        accept("a", FILE);
        change("UPDATE message SET attachments = '[[7,\"x\",\"y\",\"/m/kept.png\",{'");

        assertThat(journal.attachments()).contains("/m/kept.png");
    }

    @Test
    void aStateOfALaterVersionWaitsForAnOperator() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "odd", "next"));
        change("UPDATE message SET state = 9 WHERE dedup_key = 'odd'");

        journal = opened();

        assertThat(journal.inbox().claim(Set.of("tg"), 10).taken())
                .extracting(claim -> claim.message().text())
                .containsExactly("next");
        assertThat(journal.counts().failed()).isEqualTo(1);
        try (SqliteJournalAdmin console = SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
            assertThat(console.messages(EnumSet.of(MessageState.PARKED), 10)).hasSize(1);
        }
    }

    @Test
    void aConversationThatLostItsPlaceInTheQueueIsHandled() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        change("DELETE FROM lane");

        journal = opened();

        assertThat(journal.inbox().claim(Set.of("tg"), 10).taken()).hasSize(1);
    }

    @Test
    void oddNumbersAroundAReplacedJournalAreNoObstacle() throws Exception {
        change("INSERT OR REPLACE INTO meta VALUES('replaced_path', 'nul' || char(0))");
        change("INSERT OR REPLACE INTO meta VALUES('replaced_at', 'yesterday')");

        journal = opened();

        assertThat(journal.replaced()).isPresent();
    }

    private void answer(String conversation, String... texts) throws Exception {
        AdoptedAccounts.of(journal, "tg")
                .accept(InboundMessageFixtures.in(conversation, "to-" + conversation));
        ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
        journal.inbox()
                .answered(
                        claim,
                        List.of(texts).stream()
                                .map(text -> new MessagePart(text, List.of()))
                                .toList());
    }

    private void accept(String conversation, Attachment attachment) throws Exception {
        AdoptedAccounts.of(journal, "tg")
                .accept(new InboundBatch(List.of(with(attachment)), Optional.empty(), Map.of()));
    }

    private static InboundMessage with(Attachment attachment) {
        InboundMessage plain = InboundMessageFixtures.message("key", "a");
        return new InboundMessage(
                plain.dedupKey(),
                plain.conversation(),
                plain.sender(),
                plain.direct(),
                plain.text(),
                List.of(attachment),
                plain.replyContext(),
                plain.sentAt());
    }

    private void allowNulls(String table) throws Exception {
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.execute("PRAGMA writable_schema=ON");
            other.update(
                    "UPDATE sqlite_schema SET sql = replace(sql, 'TEXT NOT NULL', 'TEXT')"
                            + " WHERE type = 'table' AND name = ?",
                    table);
        }
        // The schema is read when a connection is opened.
        journal = opened();
    }

    private void change(String sql, Object... arguments) throws Exception {
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.update(sql, arguments);
        }
    }

    private SqliteJournal opened() throws IOException {
        if (journal != null) {
            journal.close();
        }
        return SqliteJournal.open(file(), JournalSettings.defaults(), clock, events.stream());
    }

    private Path file() {
        return home.resolve("journal.db");
    }
}
