package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.file.DatabaseFileMonitor;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that becomes smaller by its own maintenance is not taken for a damaged one. */
class ShrinkingJournalTest {

    private static final int MESSAGES = 300;

    @TempDir Path home;

    private final SessionsOfATest sessions = new SessionsOfATest();
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    @Test
    void whatWasPrunedLeavesTheFileInItsPlace() throws Exception {
        long before = fill();
        clock.forward(Duration.ofDays(3));
        Object key = DatabaseFileMonitor.key(file());

        try (SqliteJournal journal = open(sessions.begin())) {
            awaitSmallerThan(before);
            awaitCheck(journal);

            assertThat(DatabaseFileMonitor.key(file())).isEqualTo(key);
            assertThat(journal.counts().handled()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void aSuccessorAcceptsWhatItsPredecessorHasShrunk() throws Exception {
        long before = fill();
        clock.forward(Duration.ofDays(3));
        try (SqliteJournal outgoing = open(sessions.begin())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> rows() == 0);
            outgoing.yieldMaintenance();
            Object key = DatabaseFileMonitor.key(file());

            try (SqliteJournal successor = open(sessions.begin())) {
                awaitSmallerThan(before);
                awaitCheck(successor);

                assertThat(DatabaseFileMonitor.key(file())).isEqualTo(key);
                assertThat(successor.counts().handled()).isEqualTo(MESSAGES);
            }
        }
    }

    /** Waits until the journal has looked after its file twice. */
    private void awaitCheck(SqliteJournal journal) throws Exception {
        for (int i = 0; i < 2; i++) {
            var told = new CountDownLatch(1);
            journal.onChange(told::countDown);
            try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
                other.update("INSERT OR REPLACE INTO meta VALUES('change', ?)", i);
            }
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private long rows() throws Exception {
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            return other.number("SELECT count(*) FROM message");
        }
    }

    private void awaitSmallerThan(long before) {
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.size(file()) < before);
    }

    /** Fills a journal with messages that are done; returns its size. */
    private long fill() throws Exception {
        try (SqliteJournal journal = open(sessions.begin())) {
            for (int i = 0; i < MESSAGES; i++) {
                AdoptedAccounts.of(journal, "tg").accept(big("k" + i));
                ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
                journal.inbox().answered(claim, List.of());
            }
        }
        try (SqliteConnection other = SqliteConnection.open(file(), Duration.ofSeconds(5))) {
            other.update("DELETE FROM meta WHERE key LIKE 'pruning%'"); // The clock was right.
        }
        return Files.size(file());
    }

    private InboundBatch big(String key) {
        return InboundBatch.of(
                new InboundMessage(
                        key,
                        "c" + key,
                        "user",
                        true,
                        "x".repeat(3_000),
                        List.of(),
                        "",
                        Instant.EPOCH));
    }

    private Path file() {
        return home.resolve("journal.db");
    }

    private SqliteJournal open(SessionLiveness session) throws IOException {
        return SqliteJournal.open(
                file(), JournalSettings.defaults(), clock, events.stream(), session, () -> false);
    }
}
