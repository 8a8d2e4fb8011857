package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    @Test
    void aJournalOfTheFirstVersionKeepsItsMessagesAndGetsAHistory() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(1))) {
            Schema.migrate(old, 1, new MediaReferences(home.resolve("media")));
            assertThat(old.number("PRAGMA user_version")).isEqualTo(1);
            old.update(
                    "INSERT INTO message(platform, dedup_key, conversation, sender, direct, text,"
                            + " attachments, reply_context, sent_at, accepted_at, state)"
                            + " VALUES('tg', 'k', 'c', 's', 1, 'hello', '', '', 0, 0, 0)");
            old.update("INSERT INTO lane VALUES(0, 'tg', 'c', 0, 0)");
        }

        try (SqliteJournal journal =
                SqliteJournal.open(file, JournalSettings.defaults(), clock, events.stream())) {
            ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
            assertThat(claim.message().text()).isEqualTo("hello");
            var turn = new History.Turn(claim.id(), "hello", "hi");
            journal.history().store("tg", "c", turn, 10);
            assertThat(journal.history().recent("tg", "c", 10)).isEqualTo(List.of(turn));
            assertThat(journal.replaced()).isEmpty();
        }
    }

    @Test
    void whatWasInFlightBeforeClaimsNamedASessionIsTakenBackAtTheOpen() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(1))) {
            Schema.migrate(old, 6, new MediaReferences(home.resolve("media")));
            old.update(
                    "INSERT INTO message(platform, dedup_key, conversation, sender, direct, text,"
                            + " attachments, reply_context, sent_at, accepted_at, state, claims)"
                            + " VALUES('tg', 'k', 'c', 's', 1, 'hello', '', '', 0, 0, 1, 3)");
            old.update(
                    "INSERT INTO answer(message, platform, conversation, reply_context, text,"
                            + " attachments, created_at) VALUES(0, 'tg', 'd', '', 'hi', '', 0)");
            old.update(
                    "INSERT INTO lane(queue, platform, conversation, ready_at, busy)"
                            + " VALUES(0, 'tg', 'c', 0, 1), (1, 'tg', 'd', 0, 1)");
        }

        try (SqliteJournal journal =
                SqliteJournal.open(file, JournalSettings.defaults(), clock, events.stream())) {
            assertThat(journal.counts().inFlight()).isZero();
            assertThat(journal.inbox().claim(Set.of("tg"), 1).taken().get(0).claim()).isEqualTo(4);
            assertThat(journal.outbox().claim("tg", 1).taken())
                    .extracting(answer -> answer.message().text())
                    .containsExactly("hi");
        }
    }

    @Test
    void theQueuesAndTheCountsOfAJournalThatKeptThemInTablesAreThoseOfItsRows() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        long later = clock.millis() + 60_000;
        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(1))) {
            Schema.migrate(old, 8, new MediaReferences(home.resolve("media")));
            for (int state = 0; state <= 4; state++) {
                old.update(
                        "INSERT INTO message(account, dedup_key, conversation, sender, direct, text,"
                                + " attachments, reply_context, sent_at, accepted_at, state, uid)"
                                + " VALUES('tg', ?1, ?1, 's', 1, ?1, '', '', 0, ?2, ?2, ?1)",
                        "m" + state,
                        state);
            }
            old.update("UPDATE message SET claimed_by = 'gone' WHERE state = 1");
            old.update(
                    "INSERT INTO answer(message, account, conversation, reply_context, text,"
                            + " attachments, created_at, uid) VALUES(3, 'tg', 'm2', '', 'due', '', 0,"
                            + " 'a'), (0, 'tg', 'paused', '', 'wait', '', 0, 'b')");
            old.update("UPDATE tally SET n = 100 WHERE account = 'tg' AND what = 3");
            old.update(
                    "INSERT INTO lane(queue, account, conversation, ready_at, busy, busy_by,"
                            + " refusals, awaits) VALUES(0, 'tg', 'm0', 0, 0, NULL, 0, 0),"
                            + " (0, 'tg', 'm1', 0, 1, 'gone', 0, 0),"
                            + " (1, 'tg', 'm2', 0, 0, NULL, 0, 0),"
                            + " (1, 'tg', 'paused', ?, 0, NULL, 1, 1)",
                    later);
        }

        try (SqliteJournal journal =
                SqliteJournal.open(file, JournalSettings.defaults(), clock, events.stream())) {
            assertThat(journal.counts()).isEqualTo(new MessageCounts(2, 0, 101, 1, 2));
            assertThat(journal.inbox().claim(Set.of("tg"), 5).taken())
                    .extracting(claim -> claim.message().text())
                    .containsExactlyInAnyOrder("m0", "m1");
            var due = journal.outbox().claim("tg", 5);
            assertThat(due.taken())
                    .extracting(answer -> answer.message().text())
                    .containsExactly("due");
            assertThat(due.nextDue()).contains(Instant.ofEpochMilli(later));
        }
    }

    @Test
    void historyIsBoundedAndATurnIsNeverDoubled() throws Exception {
        try (SqliteJournal journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        clock,
                        events.stream())) {
            History history = journal.history();
            for (int i = 0; i < 10; i++) {
                history.store("tg", "c", new History.Turn("m" + i, "q" + i, "draft"), 3);
                history.store("tg", "c", new History.Turn("m" + i, "q" + i, "a" + i), 3);
            }
            history.store("tg", "other", new History.Turn("x", "q", "a"), 3);

            assertThat(history.recent("tg", "c", 100))
                    .extracting(History.Turn::answer)
                    .containsExactly("a7", "a8", "a9");
            assertThat(history.recent("tg", "c", 2)).hasSize(2);
            history.clear("tg", "c");
            assertThat(history.recent("tg", "c", 100)).isEmpty();
            assertThat(history.recent("tg", "other", 100)).hasSize(1);
        }
    }
}
