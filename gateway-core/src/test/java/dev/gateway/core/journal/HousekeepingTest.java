package dev.gateway.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {

    @TempDir Path home;
    private final MovingClock clock = new MovingClock();
    private final JournalSettings settings = JournalSettings.defaults();
    private Store store;

    @BeforeEach
    void open() throws Exception {
        Path file = Files.createFile(home.resolve("journal.db"));
        store = Store.open(file, Duration.ofSeconds(1), Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
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
        assertThat(Standing.of(store).counts().failed()).isZero();
        prune();
        assertThat(rows("message")).isZero();
    }

    @Test
    void removesALittleAtATime() throws Exception {
        done(1000);
        clock.forward(settings.retention());
        var pruning = new Pruning(settings);

        assertThat(pruning.step(store, clock.millis())).as("there is more").isTrue();
        assertThat(rows("message")).isBetween(500L, 999L);
        prune(pruning);

        assertThat(rows("message")).isZero();
    }

    @Test
    void givesTheSpaceBack() throws Exception {
        done(3000);
        long full = store.session().number("PRAGMA page_count");
        clock.forward(settings.retention());

        prune();

        assertThat(store.session().number("PRAGMA page_count")).isLessThan(full / 2);
        assertThat(store.session().number("PRAGMA freelist_count")).isZero();
    }

    @Test
    void countsHandledMessagesOnAfterTheyAreGone() throws Exception {
        done(5);
        clock.forward(settings.retention());
        prune();

        assertThat(Standing.of(store).counts().handled()).isEqualTo(5);
    }

    @Test
    void aClockThatIsSetBackDelaysNothing() throws Exception {
        add("1");
        ClaimedMessage claim =
                store.inbox().claim(Set.of("tg"), 1, clock.millis()).claims().taken().get(0);
        store.inbox().failed(claim, "x", clock.instant().plusSeconds(60));
        var upkeep = new Upkeep(settings, clock, () -> {});

        clock.forward(Duration.ofHours(-5));
        while (!upkeep.isDue()) {
            Thread.onSpinWait();
        }
        runFor(upkeep, Duration.ofMillis(1100));

        assertThat(store.inbox().claim(Set.of("tg"), 1, clock.millis()).claims().taken())
                .hasSize(1);
    }

    private void runFor(Upkeep upkeep, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            if (upkeep.isDue()) {
                upkeep.run(store);
            }
            Thread.sleep(10);
        }
    }

    private void prune() throws Exception {
        prune(new Pruning(settings));
    }

    private void prune(Pruning pruning) throws Exception {
        int steps = 0;
        while (pruning.step(store, clock.millis())) {
            assertThat(++steps).isLessThan(1000);
        }
    }

    private void done(int messages) throws Exception {
        store.session().begin(false);
        for (int i = 0; i < messages; i++) {
            add("done-" + i);
            ClaimedMessage claim =
                    store.inbox().claim(Set.of("tg"), 1, clock.millis()).claims().taken().get(0);
            store.inbox().answered(claim, List.of(), clock.millis());
        }
        store.session().commit();
    }

    private void park() throws Exception {
        List<ClaimedMessage> claims =
                store.inbox().claim(Set.of("tg"), 10, clock.millis()).claims().taken();
        for (ClaimedMessage claim : claims) {
            if (claim.message().text().equals("parked")) {
                store.inbox().parked(claim, "poison", List.of(), clock.millis());
            } else {
                store.inbox().release(claim, clock.millis());
            }
        }
    }

    private void add(String key) throws Exception {
        store.inbox().add("tg", key, Said.message(key, key), clock.millis());
    }

    private long rows(String table) throws Exception {
        return store.session().number("SELECT count(*) FROM " + table);
    }
}
