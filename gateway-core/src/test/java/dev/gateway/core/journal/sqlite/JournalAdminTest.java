package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.journal.file.DatabaseFileMonitor;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.sqlite.SqliteConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalAdminTest {

    @TempDir Path home;
    private final Clock clock = Clock.systemUTC();
    private SqliteJournal journal;
    private SqliteJournalAdmin console;

    @BeforeEach
    void open() throws IOException {
        journal =
                SqliteJournal.open(
                        file(), JournalSettings.defaults(), clock, new EventRecorder().stream());
        console = SqliteJournalAdmin.open(file(), clock).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        console.close();
        journal.close();
    }

    @Test
    void showsWhatIsParkedAndWhy() throws Exception {
        ClaimedMessage claim = park("1");

        StoredMessage shown = console.messages(Set.of(MessageState.PARKED), 10).get(0);

        assertThat(shown.id()).isEqualTo(claim.id());
        assertThat(shown.reason()).contains("poison");
        assertThat(shown.text()).isEqualTo("1");
        assertThat(shown.failures()).isEqualTo(1);
        assertThat(console.message(claim.id())).contains(shown);
        assertThat(console.counts()).isEqualTo(journal.counts());
    }

    @Test
    void aRetriedMessageIsNoticedByTheRunningGatewayWithinAboutASecond() throws Exception {
        ClaimedMessage parked = park("1");
        var noticed = new AtomicInteger();
        journal.onChange(noticed::incrementAndGet);

        assertThat(console.retry(parked.id())).isTrue();

        await().atMost(Duration.ofSeconds(30)).until(() -> noticed.get() > 0);
        assertThat(journal.counts()).isEqualTo(new MessageCounts(1, 0, 0, 0, 0));
        ClaimedMessage again = claim();
        assertThat(again.id()).isEqualTo(parked.id());
        assertThat(again.failures()).isZero();
        assertThat(again.attempt()).isEqualTo(1);
    }

    @Test
    void whatAnOperatorSendsGoesOutInOrderAndAnswersNothing() throws Exception {
        List<String> ids =
                console.send(
                        new AccountId("mama"), "mama", "chat", List.of(part("one"), part("two")));

        await().until(() -> journal.outbox().platforms().contains("mama"));
        assertThat(console.answer(ids.get(0)).orElseThrow().messageId()).isEmpty();
        for (String text : List.of("one", "two")) {
            ClaimedAnswer answer = journal.outbox().claim("mama", 10).taken().get(0);
            assertThat(answer.message().text()).isEqualTo(text);
            assertThat(answer.message().replyContext()).isEmpty();
            journal.outbox().sentAsync(answer, Optional.empty()).join();
        }
        assertThat(console.answers(false, 10)).isEmpty();
        assertThat(journal.counts()).isEqualTo(MessageCounts.NONE);
    }

    @Test
    void whatAnOperatorSentCanBeDroppedBeforeItIsSent() throws Exception {
        String id =
                console.send(new AccountId("mama"), "mama", "chat", List.of(part("oops"))).get(0);

        assertThat(console.drop(id)).isTrue();

        assertThat(journal.outbox().claim("mama", 10).taken()).isEmpty();
    }

    @Test
    void whatIsSentWhileTheGatewayWritesItsJournalAgainIsNotLost() throws Exception {
        Object before = DatabaseFileMonitor.key(file());
        Files.delete(file().resolveSibling("journal.db-wal"));
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                DatabaseFileMonitor.key(file()) != null
                                        && !DatabaseFileMonitor.key(file()).equals(before)
                                        && !new DatabaseFiles(file()).isBeingRewritten());

        // The admin still has the former file open.
        String id =
                console.send(new AccountId("mama"), "mama", "chat", List.of(part("one"))).get(0);

        assertThat(console.answer(id)).isPresent();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> journal.outbox().platforms().contains("mama"));
        assertThat(journal.outbox().claim("mama", 10).taken()).hasSize(1);
    }

    @Test
    void aLookChangesNothingWhetherAGatewayRunsOrWasKilledOrHasStopped() throws Exception {
        park("1");
        try (SqliteJournalAdmin look =
                SqliteJournalAdmin.openReadOnly(file(), clock).orElseThrow()) {
            assertThat(look.messages(Set.of(MessageState.PARKED), 10)).hasSize(1);
            assertThatThrownBy(() -> look.acknowledge()).isInstanceOf(IOException.class);
        }
        Path killed = Files.createDirectory(home.resolve("killed"));
        for (String name : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
            Files.copy(file().resolveSibling(name), killed.resolve(name));
        }
        lookWithoutTrace(killed);
        console.close();
        journal.close();
        Path stopped = Files.createDirectory(home.resolve("stopped"));
        Files.copy(file(), stopped.resolve("journal.db"));
        lookWithoutTrace(stopped);
    }

    private void lookWithoutTrace(Path folder) throws IOException {
        Map<String, String> before = contents(folder);
        try (SqliteJournalAdmin look =
                SqliteJournalAdmin.openReadOnly(folder.resolve("journal.db"), clock)
                        .orElseThrow()) {
            assertThat(look.messages(Set.of(MessageState.PARKED), 10)).hasSize(1);
            assertThat(look.damage()).isEmpty();
        }
        assertThat(contents(folder)).isEqualTo(before);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file)
                                + " "
                                + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static MessagePart part(String text) {
        return new MessagePart(text, List.of());
    }

    @Test
    void aRetriedMessageDoesNotReviveOldClaims() throws Exception {
        ClaimedMessage parked = park("1");
        console.retry(parked.id());
        claim();

        assertThat(journal.inbox().answered(parked, List.of())).isFalse();
    }

    @Test
    void aMessageThatWaitsForItsNextTryIsTriedAtOnce() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage failed = claim();
        journal.inbox().failed(failed, "later", clock.instant().plusSeconds(3600));

        assertThat(console.retry(failed.id())).isTrue();

        assertThat(claim().id()).isEqualTo(failed.id());
    }

    @Test
    void aDroppedMessageIsGoneButItsKeyIsRemembered() throws Exception {
        ClaimedMessage parked = park("1");

        assertThat(console.drop(parked.id())).isTrue();

        assertThat(console.messages(Set.of(MessageState.PARKED), 10)).isEmpty();
        assertThat(console.message(parked.id()).orElseThrow().text()).isEmpty();
        assertThat(
                        AdoptedAccounts.of(journal, "tg")
                                .accept(InboundMessageFixtures.in("a", "1"))
                                .fresh())
                .isZero();
        assertThat(console.counts().failed()).isZero();
    }

    @Test
    void aDroppedPendingMessageLetsTheNextOneThrough() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1", "2"));
        String first = console.messages(Set.of(MessageState.PENDING), 1).get(0).id();

        assertThat(console.drop(first)).isTrue();

        assertThat(claim().message().text()).isEqualTo("2");
    }

    @Test
    void whatIsInWorkCannotBeDroppedOrRetried() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage claim = claim();
        assertThat(console.drop(claim.id())).isFalse();
        assertThat(console.retry(claim.id())).isFalse();

        journal.inbox().answered(claim, List.of(new MessagePart("x", List.of())));
        ClaimedAnswer answer = journal.outbox().claim("tg", 1).taken().get(0);
        assertThat(console.drop(answer.id())).isFalse();
    }

    @Test
    void aParkedAnswerCanBeSentAgain() throws Exception {
        ClaimedAnswer parked = parkAnswer();
        StoredAnswer shown = console.answers(true, 10).get(0);
        assertThat(shown.id()).isEqualTo(parked.id());
        assertThat(shown.reason()).contains("blocked");

        assertThat(console.retry(parked.id())).isTrue();

        ClaimedAnswer again = journal.outbox().claim("tg", 1).taken().get(0);
        assertThat(again.id()).isEqualTo(parked.id());
        journal.outbox().sentAsync(again, Optional.empty()).join();
        assertThat(console.answers(false, 10)).isEmpty();
        assertThat(console.counts()).isEqualTo(new MessageCounts(0, 0, 1, 0, 0));
    }

    @Test
    void aParkedAnswerCanBeDropped() throws Exception {
        assertThat(console.drop(parkAnswer().id())).isTrue();

        assertThat(console.answers(false, 10)).isEmpty();
        assertThat(console.counts()).isEqualTo(new MessageCounts(0, 0, 1, 0, 0));
    }

    @Test
    void idsThatMeanNothingAreRefused() throws Exception {
        park("1");

        for (String id : List.of("", "1", "nonsense-1", "nonsense-a1")) {
            assertThat(console.retry(id)).as(id).isFalse();
            assertThat(console.drop(id)).as(id).isFalse();
            assertThat(console.message(id)).as(id).isEmpty();
        }
    }

    @Test
    void createsNothingWhereThereIsNoJournal() throws Exception {
        Path nowhere = home.resolve("nowhere.db");

        assertThat(SqliteJournalAdmin.open(nowhere, clock)).isEmpty();
        assertThat(nowhere).doesNotExist();

        Path empty = Files.createFile(home.resolve("empty.db"));
        assertThat(SqliteJournalAdmin.open(empty, clock)).isEmpty();
        assertThat(empty).isEmptyFile();
    }

    @Test
    void leavesAJournalOfAnotherVersionAlone() throws Exception {
        Path other = home.resolve("other.db");
        Files.createFile(other);
        try (SqliteConnection connection = SqliteConnection.open(other, Duration.ofSeconds(1))) {
            connection.execute("PRAGMA user_version=1");
        }

        assertThatThrownBy(() -> SqliteJournalAdmin.open(other, clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "other.db has schema 1, this command knows " + Schema.version());
    }

    private ClaimedMessage park(String key) throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", key));
        ClaimedMessage claim = claim();
        journal.inbox().parked(claim, "poison", List.of());
        return claim;
    }

    private ClaimedAnswer parkAnswer() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        journal.inbox().answered(claim(), List.of(new MessagePart("x", List.of())));
        ClaimedAnswer answer = journal.outbox().claim("tg", 1).taken().get(0);
        journal.outbox().parked(answer, "blocked");
        return answer;
    }

    private ClaimedMessage claim() throws Exception {
        return journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
    }

    private Path file() {
        return home.resolve("journal.db");
    }
}
