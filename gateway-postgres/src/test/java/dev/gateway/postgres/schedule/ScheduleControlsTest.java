package dev.gateway.postgres.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.schedule.MutatedEngine.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controls: without one part of the protocol, the judge of the random schedules finds the broken
 * promise within a few of them. With it, the same schedules pass.
 */
class ScheduleControlsTest {

    private static final String FENCE =
            "WITH fence AS MATERIALIZED (SELECT id FROM session WHERE id = ? FOR KEY SHARE)";
    private static final String STEP = "schedule.clock.step";
    private static final int SEEDS = 12;

    @TempDir Path folder;

    /**
     * A control.
     *
     * @param found the beginning of the line in which the judge names what was broken; empty if
     *     nothing is
     */
    private record Control(Adjustment adjustment, String found) {}

    private static final Control WHOLE = new Control(Adjustment.NONE, "");

    @Test
    void thePromiseThatNeedsAPartIsBrokenWithoutIt() throws Exception {
        // Alone: beside four others, a machine may give no host enough time to keep its lease.
        assertThat(broken(0, WHOLE)).as("the whole protocol").isEmpty();
        Map<String, Control> controls = new LinkedHashMap<>();
        controls.put(
                "no fence", new Control(Adjustment.with(withoutFence()), "the cursor went back"));
        controls.put(
                "a flag for the clock", new Control(flagged(), "a check allowed a former holder"));
        controls.put(
                "a strict fence",
                new Control(Adjustment.with(withStrictFence()), "never answered: weixin"));
        controls.put(
                "a wall clock",
                new Control(Adjustment.with(withWallClock()), "a check allowed a former holder"));

        var steps = new Thread(ScheduleControlsTest::stepTheClock, "steps-of-the-clock");
        ExecutorService pool = Executors.newFixedThreadPool(controls.size());
        steps.start();
        try {
            Map<String, Future<List<String>>> runs = new LinkedHashMap<>();
            for (Map.Entry<String, Control> each : controls.entrySet()) {
                int number = runs.size() + 1;
                runs.put(each.getKey(), pool.submit(() -> broken(number, each.getValue())));
            }
            for (var each : runs.entrySet()) {
                String found = controls.get(each.getKey()).found();
                assertThat(each.getValue().get())
                        .as(each.getKey())
                        .anyMatch(promise -> promise.startsWith(found));
            }
        } finally {
            pool.shutdownNow();
            steps.interrupt();
            steps.join();
            System.clearProperty(STEP);
        }
    }

    /**
     * Plays schedules of long pauses until one breaks the promise; the whole protocol plays one.
     */
    private List<String> broken(int number, Control control) throws Exception {
        List<String> broken = List.of();
        int seeds = control.found().isEmpty() ? 1 : SEEDS;
        for (int seed = 1; seed <= seeds && broken.isEmpty(); seed++) {
            RandomSchedule schedule =
                    RandomSchedule.ofPauses(
                            number * 100L + seed, ScheduleRun.accounts().size(), ScheduleRun.LEASE);
            Predicate<String> asked = promise -> promise.startsWith(control.found());
            // An answer is missing only when nothing is left to wait for.
            Predicate<String> sought =
                    control.found().isEmpty() || control.found().startsWith("never answered")
                            ? promise -> false
                            : asked;
            broken =
                    new ScheduleRun(
                                    TestDatabase.server(),
                                    schedule,
                                    control.adjustment(),
                                    folder,
                                    sought)
                            .play().broken().stream().filter(asked).toList();
        }
        return broken;
    }

    private JournalEngine withoutFence() throws IOException {
        return mutant(
                "no-fence",
                new Change(
                        "table/AcceptStatement.java",
                        FENCE,
                        "WITH fence AS MATERIALIZED (SELECT ?::text AS id)"),
                new Change(
                        "table/AcceptStatement.java",
                        "AND a.id = b.account AND a.epoch = b.epoch\n"
                                + "                    AND a.session = (SELECT id FROM fence)\n",
                        "AND a.id = b.account\n"));
    }

    private JournalEngine withStrictFence() throws IOException {
        return mutant(
                "strict-fence",
                new Change(
                        "table/AcceptStatement.java",
                        "FROM given WHERE admitted ORDER BY ord",
                        "FROM given WHERE admitted AND EXISTS (SELECT 1 FROM held h"
                                + " WHERE h.id = given.account) ORDER BY ord"));
    }

    /** The time of one clock is compared with that of another one. */
    private JournalEngine withWallClock() throws IOException {
        return mutant(
                "wall-clock",
                new Change(
                        "membership/BeatObserver.java",
                        "if (sentNanos - before.sinceNanos",
                        "if (sentNanos + Long.getLong(\"" + STEP + "\", 0L) - before.sinceNanos"));
    }

    private static Adjustment flagged() {
        return new Adjustment() {
            @Override
            public AccountLease lease(AccountLease lease, HostGate gate) {
                return new FlaggedLease(lease, gate);
            }
        };
    }

    private JournalEngine mutant(String name, Change... changes) throws IOException {
        return MutatedEngine.of(Files.createDirectory(folder.resolve(name)), changes);
    }

    /** Sets the clock that one of the engines reads forward by an hour every second. */
    private static void stepTheClock() {
        try {
            for (long hours = 1; ; hours++) {
                Thread.sleep(1_000);
                System.setProperty(STEP, Long.toString(Duration.ofHours(hours).toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
