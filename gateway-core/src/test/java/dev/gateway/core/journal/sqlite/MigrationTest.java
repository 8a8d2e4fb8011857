package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            Schema.migrate(old, 1);
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
