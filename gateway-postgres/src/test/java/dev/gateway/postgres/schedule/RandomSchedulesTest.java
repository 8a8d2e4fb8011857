package dev.gateway.postgres.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.schedule.ScheduleRun.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of several hosts under random schedules. A failure shows its seed and its steps:
 * {@code -Dschedule.first=N -Dschedules=1} plays that schedule again. {@code -Dschedules=1000
 * -Dschedule.parallel=4} plays many, several at a time, without crashes of the server that they
 * share, and prints what happened in them. With {@code -Dschedule.pauses=true} each of them pauses
 * two hosts beyond their lease, one after the other, and no other fault happens.
 */
class RandomSchedulesTest {

    /** Few enough for each build. */
    private static final int DEFAULT_COUNT = 3;

    /** No further schedule begins after this, unless their number was asked for. */
    private static final Duration BOX = Duration.ofSeconds(40);

    private static final int DIGITS = 100_000;

    @TempDir Path folder;

    @Test
    void everyPromiseIsKept() throws Exception {
        boolean boxed = System.getProperty("schedules") == null;
        int count = Integer.getInteger("schedules", DEFAULT_COUNT);
        int parallel = Integer.getInteger("schedule.parallel", 1);
        long first = Long.getLong("schedule.first", Math.floorMod(System.nanoTime(), DIGITS));
        long begin = System.nanoTime();
        ExecutorService pool = Executors.newFixedThreadPool(parallel);
        Map<RandomSchedule, Outcome> outcomes = new TreeMap<>(RandomSchedule.BY_SEED);
        try {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long seed = first + i;
                Callable<Boolean> run =
                        () -> {
                            if (boxed && System.nanoTime() - begin > BOX.toNanos()) {
                                return false;
                            }
                            RandomSchedule schedule = schedule(seed, parallel > 1);
                            Outcome outcome =
                                    new ScheduleRun(
                                                    TestDatabase.server(),
                                                    schedule,
                                                    Adjustment.NONE,
                                                    folder)
                                            .play();
                            synchronized (outcomes) {
                                outcomes.put(schedule, outcome);
                            }
                            return true;
                        };
                runs.add(pool.submit(run));
            }
            for (Future<Boolean> each : runs) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        if (!boxed) {
            System.out.println(summary(outcomes, System.nanoTime() - begin));
        }
        assertThat(outcomes).isNotEmpty();
        outcomes.values().removeIf(outcome -> outcome.broken().isEmpty());
        assertThat(outcomes).isEmpty();
    }

    private static RandomSchedule schedule(long seed, boolean shared) {
        if (Boolean.getBoolean("schedule.pauses")) {
            return RandomSchedule.ofPauses(seed, ScheduleRun.accounts().size(), ScheduleRun.LEASE);
        }
        return RandomSchedule.of(seed, ScheduleRun.accounts().size(), ScheduleRun.LEASE, shared);
    }

    private static String summary(Map<RandomSchedule, Outcome> outcomes, long nanos) {
        return ("%d schedules in %d s, %d of them broken: %d messages, %d holdings,"
                        + " %d messages stored late, %d polls beside a later holder, %d answers"
                        + " sent again, %d messages died with a process")
                .formatted(
                        outcomes.size(),
                        Duration.ofNanos(nanos).toSeconds(),
                        outcomes.values().stream().filter(each -> !each.broken().isEmpty()).count(),
                        outcomes.values().stream().mapToLong(Outcome::messages).sum(),
                        outcomes.values().stream().mapToLong(Outcome::changes).sum(),
                        outcomes.values().stream().mapToLong(Outcome::late).sum(),
                        outcomes.values().stream().mapToLong(Outcome::overlaps).sum(),
                        outcomes.values().stream().mapToLong(Outcome::repeated).sum(),
                        outcomes.values().stream().mapToLong(Outcome::died).sum());
    }
}
