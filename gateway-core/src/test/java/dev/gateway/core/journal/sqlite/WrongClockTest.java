package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored times survive a clock that was wrong for a while. */
class WrongClockTest {

    private static final Duration YEARS = Duration.ofDays(4 * 365);
    private static final long MINUTE = 60_000;

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();

    @Test
    void whatWasStoredWhileTheClockWasAheadIsDueOnceItIsRight() throws Exception {
        clock.forward(YEARS);
        try (SqliteJournal journal = opened()) {
            AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
            AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("b", "2"));
            ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
            journal.inbox().failed(claim, "x", clock.instant().plusSeconds(60));

            clock.forward(YEARS.negated());

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> journal.inbox().claim(Set.of("tg"), 10).taken().size() == 2);
        }
    }

    @Test
    void whatWasStoredWhileTheClockWasAheadIsDueAfterARestart() throws Exception {
        clock.forward(YEARS);
        try (SqliteJournal journal = opened()) {
            AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
            ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
            journal.inbox().failed(claim, "x", clock.instant().plusSeconds(60));
            AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("b", "to answer"));
            ClaimedMessage answered = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
            journal.inbox().answered(answered, List.of(new MessagePart("hi", List.of())));
        }

        clock.forward(YEARS.negated());

        try (SqliteJournal journal = opened()) {
            assertThat(journal.inbox().claim(Set.of("tg"), 10).taken()).hasSize(1);
            assertThat(journal.outbox().claim("tg", 10).taken().get(0).since())
                    .as("its age counts from now")
                    .isEqualTo(clock.instant());
        }
    }

    @Test
    void aDueAnswerIsSentAlthoughTheClockWentBack() throws Exception {
        try (SqliteJournal journal = opened()) {
            AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
            ClaimedMessage claim = journal.inbox().claim(Set.of("tg"), 1).taken().get(0);
            journal.inbox().answered(claim, List.of(new MessagePart("hi", List.of())));

            clock.forward(YEARS.negated());

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> journal.outbox().claim("tg", 10).taken().size() == 1);
        }
    }

    @Test
    void nothingIsPrunedWhileTheClockIsAhead() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        JournalSettings settings = JournalSettings.defaults();
        try (JournalDatabase database =
                JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE)) {
            long now = clock.millis();
            database.loadQueues();
            database.inbox().add("tg", "done", InboundMessageFixtures.message("done", "a"), now);
            ClaimedMessage claim =
                    database.inbox().claim("tg"::equals, 1, Map.of(), now).claims().taken().get(0);
            database.inbox().answered(claim, List.of(), now);
            var maintenance = new JournalMaintenance(settings, clock);
            runUntilPruned(maintenance, database);

            clock.forward(YEARS);
            var later = new JournalMaintenance(settings, clock);
            runUntilPruned(later, database);

            assertThat(database.connection().number("SELECT count(*) FROM message")).isEqualTo(1);
        }
    }

    /**
     * Jumps of any size, in both directions, each undone within a day; with restarts in between.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingLooksOlderThanItIs(long seed) throws Exception {
        var random = new Random(seed);
        Path file = Files.createFile(home.resolve("journal.db"));
        try (JournalDatabase database =
                JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE)) {
            var pruning = new RetentionClock();
            long right = clock.millis();
            long start = right;
            long nanos = 0;
            long offset = 0;
            long wrongFor = 0;
            pruning.now(database, right, nanos);
            for (int i = 0; i < 2000; i++) {
                long step = MINUTE * (1 + random.nextInt(30));
                right += step;
                nanos += step * 1_000_000;
                wrongFor = offset == 0 ? 0 : wrongFor + step;
                if (wrongFor > 20 * 60 * MINUTE) {
                    offset = 0;
                } else if (random.nextInt(20) == 0) {
                    long hours = 1 + random.nextInt(50_000);
                    offset = random.nextBoolean() ? 0 : (random.nextBoolean() ? 1 : -1) * hours;
                    offset *= 60 * MINUTE;
                }
                if (random.nextInt(50) == 0) {
                    pruning = new RetentionClock();
                }
                assertThat(pruning.now(database, right + offset, nanos))
                        .as("step %d, offset %d h", i, offset / 60 / MINUTE)
                        .isLessThanOrEqualTo(right + MINUTE);
            }
            for (int i = 0; i < 30; i++) {
                right += 60 * MINUTE;
                nanos += 60 * MINUTE * 1_000_000;
                pruning.now(database, right, nanos);
            }
            assertThat(pruning.now(database, right, nanos))
                    .as("a clock that is right for a day is believed")
                    .isEqualTo(right);
            assertThat(right).isGreaterThan(start);
        }
    }

    /**
     * Runs the maintenance until it has pruned once: for most of a minute then only the check for
     * changes is due.
     */
    private void runUntilPruned(JournalMaintenance maintenance, JournalDatabase database) {
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            boolean first = maintenance.isDue();
                            maintenance.run(database);
                            return first && maintenance.nanosUntilNext() > 500_000_000L;
                        });
    }

    private SqliteJournal opened() throws IOException {
        return SqliteJournal.open(
                home.resolve("journal.db"),
                JournalSettings.defaults(),
                clock,
                new EventRecorder().stream());
    }
}
