package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.table.InboxTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of new messages, which a connection counts in memory. */
class NewRowNumbersTest {

    @TempDir Path home;
    private JournalDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = another(Files.createFile(home.resolve("journal.db")));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void aKnownMessageTakesNoNumber() throws Exception {
        add("a", "b", "b", "c");

        assertThat(numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anotherConnectionsRowsAreCounted() throws Exception {
        add("a");
        try (JournalDatabase other = another(home.resolve("journal.db"))) {
            add(other, "b", "c");
        }
        add("d");

        assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void rowsThatWereRolledBackAreNot() throws Exception {
        add("a");
        database.connection().begin(false);
        database.noteOtherWrites();
        database.loadQueues();
        add(database.inbox(), "b");
        database.connection().rollback();
        add("c");

        assertThat(numbers()).containsExactly(1L, 2L);
    }

    @Test
    void aNumberIsNotUsedAgainAfterItsRowWasDeleted() throws Exception {
        add("a", "b");
        database.connection().execute("DELETE FROM message WHERE id = 2");
        reopen();
        add("c");

        assertThat(numbers()).containsExactly(1L, 3L);
    }

    @Test
    void aLostSequenceDoesNotMakeThemCollide() throws Exception {
        add("a", "b");
        database.connection().execute("DELETE FROM sqlite_sequence");
        reopen();
        add("c");

        assertThat(numbers()).containsExactly(1L, 2L, 3L);
    }

    private void reopen() throws Exception {
        database.close();
        database = another(home.resolve("journal.db"));
    }

    private static JournalDatabase another(Path file) throws Exception {
        return JournalDatabase.open(file, Duration.ofSeconds(5), Long.MAX_VALUE);
    }

    private void add(String... keys) throws SQLException {
        add(database, keys);
    }

    private static void add(JournalDatabase to, String... keys) throws SQLException {
        JournalTransaction.run(
                to,
                () -> {
                    for (String key : keys) {
                        add(to.inbox(), key);
                    }
                });
    }

    private static void add(InboxTable inbox, String key) throws SQLException {
        inbox.add("telegram:1", key, InboundMessageFixtures.message(key, "chat"), 1_000);
    }

    private List<Long> numbers() throws SQLException {
        return database.connection()
                .list("SELECT id FROM message ORDER BY id", row -> row.getLong(1));
    }
}
