package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name in the config may stand for different bots over time. */
class AccountsTest {

    private static final String NAME = "family";
    private static final String ONE = "telegram:1";
    private static final String OTHER = "telegram:2";

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    @Test
    void anotherAccountOfTheSameNameStartsAnewAndTheFirstOneFindsItsOwnAgain() throws Exception {
        try (SqliteJournal journal = open()) {
            journal.bind(NAME, ONE);
            journal.accept(NAME, batch("7", "one's"));
        }

        try (SqliteJournal journal = open()) {
            journal.bind(NAME, OTHER);
            assertThat(journal.cursor(NAME)).isEmpty();
            assertThat(journal.note(NAME, "token")).isEmpty();
            assertThat(journal.accept(NAME, batch("3", "other's")).fresh()).isEqualTo(1);
            assertThat(journal.cursor(NAME)).contains("3");
        }

        try (SqliteJournal journal = open()) {
            journal.bind(NAME, ONE);
            assertThat(journal.cursor(NAME)).contains("7");
            assertThat(journal.note(NAME, "token")).contains("one's");
            assertThat(journal.accept(NAME, batch("7", "one's")).fresh()).isZero();
        }
    }

    @Test
    void twoAccountsHaveMessagesOfTheSameNumber() throws Exception {
        try (SqliteJournal journal = open()) {
            journal.bind(NAME, ONE);
            assertThat(journal.accept(NAME, batch("7", "a")).fresh()).isEqualTo(1);
            journal.bind(NAME, OTHER);
            assertThat(journal.accept(NAME, batch("7", "b")).fresh()).isEqualTo(1);
            assertThat(journal.accept(NAME, batch("7", "b")).fresh()).isZero();
        }
    }

    @Test
    void theFirstAccountTakesOverWhatAnEarlierVersionKeptUnderTheName() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        try (SqliteConnection old = SqliteConnection.open(file, Duration.ofSeconds(1))) {
            Schema.migrate(old, 2);
            old.update(
                    "INSERT INTO message(platform, dedup_key, conversation, sender, direct, text,"
                            + " attachments, reply_context, sent_at, accepted_at, state)"
                            + " VALUES('family', 'same', 'c', 's', 1, 'hello', '', '', 0, 0, 0)");
            old.update("INSERT INTO cursor VALUES('family', '7')");
            old.update("INSERT INTO note VALUES('family', 'token', 't')");
        }

        try (SqliteJournal journal = open()) {
            journal.bind(NAME, ONE);
            assertThat(journal.cursor(NAME)).contains("7");
            assertThat(journal.note(NAME, "token")).contains("t");
            assertThat(journal.accept(NAME, batch("8", "t")).fresh()).isZero();
        }
        try (SqliteJournal journal = open()) {
            journal.bind(NAME, ONE);
            assertThat(journal.cursor(NAME)).contains("8");
            journal.bind(NAME, OTHER);
            assertThat(journal.cursor(NAME)).isEmpty();
            assertThat(journal.accept(NAME, batch("8", "t")).fresh()).isEqualTo(1);
        }
    }

    @Test
    void aPlatformWithoutAccountKeepsEverythingUnderItsName() throws Exception {
        try (SqliteJournal journal = open()) {
            journal.accept(NAME, batch("7", "x"));
        }
        try (SqliteJournal journal = open()) {
            journal.bind(NAME, NAME);
            assertThat(journal.cursor(NAME)).contains("7");
            assertThat(journal.accept(NAME, batch("7", "x")).fresh()).isZero();
            journal.bind(NAME, ONE);
            assertThat(journal.cursor(NAME)).contains("7");
            assertThat(journal.accept(NAME, batch("7", "x")).fresh()).isZero();
        }
    }

    private static InboundBatch batch(String cursor, String note) {
        return new InboundBatch(
                List.of(InboundMessageFixtures.message("same", "c")),
                Optional.of(cursor),
                Map.of("token", note));
    }

    private SqliteJournal open() throws IOException {
        return SqliteJournal.open(
                home.resolve("journal.db"), JournalSettings.defaults(), clock, events.stream());
    }
}
