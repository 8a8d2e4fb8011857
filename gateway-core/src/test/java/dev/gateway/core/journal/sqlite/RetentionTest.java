package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.History;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.table.HistoryTable;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final JournalSettings settings = JournalSettings.defaults();
    private JournalDatabase database;

    @BeforeEach
    void open() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        database = JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE);
        database.loadQueues();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void keysAreRememberedForTheWholeRetentionAndNoLonger() throws Exception {
        done(1);

        clock.forward(settings.retention().minusMillis(1));
        prune();
        assertThat(rows("message")).isEqualTo(1);

        clock.forward(Duration.ofMillis(1));
        prune();
        assertThat(rows("message")).isZero();
    }

    @Test
    void whatHasToBeHandledIsNeverTooOld() throws Exception {
        add("pending");
        add("parked");
        park();

        clock.forward(settings.retention().multipliedBy(2));
        prune();

        assertThat(rows("message")).isEqualTo(2);
    }

    @Test
    void parkedMessagesAreDroppedInTheEnd() throws Exception {
        add("parked");
        park();

        clock.forward(settings.parkedRetention());
        prune();
        assertThat(JournalStats.of(database).counts().failed()).isZero();
        prune();
        assertThat(rows("message")).isZero();
    }

    @Test
    void removesALittleAtATime() throws Exception {
        done(1000);
        clock.forward(settings.retention());
        var pruner = new RetentionPruner(settings);

        assertThat(pruner.step(database, clock.millis())).as("there is more").isTrue();
        assertThat(rows("message")).isBetween(500L, 999L);
        prune(pruner);

        assertThat(rows("message")).isZero();
    }

    @Test
    void givesTheSpaceBack() throws Exception {
        done(3000);
        long full = database.connection().number("PRAGMA page_count");
        clock.forward(settings.retention());

        prune();

        assertThat(database.connection().number("PRAGMA page_count")).isLessThan(full / 2);
        assertThat(database.connection().number("PRAGMA freelist_count")).isZero();
    }

    @Test
    void countsHandledMessagesOnAfterTheyAreGone() throws Exception {
        done(5);
        clock.forward(settings.retention());
        prune();

        assertThat(JournalStats.of(database).counts().handled()).isEqualTo(5);
    }

    @Test
    void aClockThatIsSetBackDelaysNothing() throws Exception {
        add("1");
        ClaimedMessage claim =
                database.inbox()
                        .claim("tg"::equals, 1, Map.of(), clock.millis())
                        .claims()
                        .taken()
                        .get(0);
        database.inbox().failed(claim, "x", clock.instant().plusSeconds(60), clock.millis());
        var maintenance = new JournalMaintenance(settings, clock);

        clock.forward(Duration.ofHours(-5));
        while (!maintenance.isDue()) {
            Thread.onSpinWait();
        }
        runFor(maintenance, Duration.ofMillis(1100));

        assertThat(
                        database.inbox()
                                .claim("tg"::equals, 1, Map.of(), clock.millis())
                                .claims()
                                .taken())
                .hasSize(1);
    }

    @Test
    void oldTurnsAreRemovedHoweverManyThereAre() throws Exception {
        for (int i = 0; i < 450; i++) {
            turn("old-" + i);
        }
        clock.forward(settings.parkedRetention().plusMillis(1));
        turn("young");

        prune();

        assertThat(database.connection().list("SELECT message FROM turn", row -> row.getString(1)))
                .containsExactly("young");
    }

    @Test
    void whatWasAcceptedWhileTheClockWasWrongCountsFromNow() throws Exception {
        long now = clock.millis();
        add("earlier");
        clock.forward(Duration.ofDays(400));
        add("later");
        turn("ahead");

        database.resetFutureTimes(now);

        assertThat(database.connection().number("SELECT max(accepted_at) FROM message"))
                .isEqualTo(now);
        assertThat(database.connection().number("SELECT max(at) FROM turn")).isEqualTo(now);
    }

    private void turn(String message) throws Exception {
        new HistoryTable(database.connection())
                .store("tg", message, new History.Turn(message, "a", "b"), 5, clock.millis());
    }

    private void runFor(JournalMaintenance maintenance, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            if (maintenance.isDue()) {
                maintenance.run(database);
            }
            Thread.sleep(10);
        }
    }

    private void prune() throws Exception {
        prune(new RetentionPruner(settings));
    }

    private void prune(RetentionPruner pruner) throws Exception {
        int steps = 0;
        while (pruner.step(database, clock.millis())) {
            assertThat(++steps).isLessThan(1000);
        }
    }

    private void done(int messages) throws Exception {
        database.connection().begin(false);
        for (int i = 0; i < messages; i++) {
            add("done-" + i);
            ClaimedMessage claim =
                    database.inbox()
                            .claim("tg"::equals, 1, Map.of(), clock.millis())
                            .claims()
                            .taken()
                            .get(0);
            database.inbox().answered(claim, List.of(), clock.millis());
        }
        database.connection().commit();
    }

    private void park() throws Exception {
        List<ClaimedMessage> claims =
                database.inbox().claim("tg"::equals, 10, Map.of(), clock.millis()).claims().taken();
        for (ClaimedMessage claim : claims) {
            if (claim.message().text().equals("parked")) {
                database.inbox().parked(claim, "poison", List.of(), clock.millis());
            } else {
                database.inbox().release(claim, clock.millis(), clock.millis());
            }
        }
    }

    private void add(String key) throws Exception {
        database.inbox().add("tg", key, InboundMessageFixtures.message(key, key), clock.millis());
    }

    private long rows(String table) throws Exception {
        return database.connection().number("SELECT count(*) FROM " + table);
    }
}
