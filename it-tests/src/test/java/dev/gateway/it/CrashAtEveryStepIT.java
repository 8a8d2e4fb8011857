package dev.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.crash.CrashEnumeration;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashStage;
import dev.gateway.sim.crash.CrashStories;
import dev.gateway.sim.crash.CrashStory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A gateway is killed at its first step, then at its second, and so on; the next one recovers by
 * itself each time, and in the end each message was answered once. {@code -Dcrash.freeze.stride=1}
 * also freezes it at each step, not only at some.
 */
class CrashAtEveryStepIT {

    private static final Path FOLDER = Path.of("target", "crash");
    private static final int FREEZE_STRIDE = Integer.getInteger("crash.freeze.stride", 6);
    private static final Duration FROZEN = Duration.ofMillis(300);

    private final ExecutorService side = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        side.shutdownNow();
    }

    @Test
    void nothingIsLostWhereverARunIsKilled() throws Exception {
        List<CrashReport> both =
                sideBySide(
                        List.of(
                                () -> everySecond(1, CrashPlan::killAt),
                                () -> everySecond(2, CrashPlan::killAt)));
        CrashReport report = both.stream().reduce(CrashReport::and).orElseThrow();
        System.out.println(report);
        assertThat(report.missed()).isEmpty();
    }

    @Test
    void oneIsLeftAndNothingIsLostWhereverAStopOrTakeoverIsKilled() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        all.add(() -> enumerate(CrashStories.stop(), CrashPlan::killAt, 1));
        CrashStories.takeovers()
                .forEach(story -> all.add(() -> enumerate(story, CrashPlan::killAt, 1)));
        for (CrashReport report : sideBySide(all)) {
            System.out.println(report);
            assertThat(report.missed()).as(report.story()).isEmpty();
        }
    }

    @Test
    void nothingIsLostIfItIsFrozenForAWhile() throws Exception {
        IntFunction<CrashPlan> freeze = number -> CrashPlan.freezeAt(number, FROZEN);
        List<Callable<CrashReport>> all = new ArrayList<>();
        all.add(() -> frozen(CrashStage::withAllPlatforms, CrashStories.run(), freeze));
        CrashStories.takeovers()
                .forEach(story -> all.add(() -> frozen(CrashStage::withWeixin, story, freeze)));
        for (CrashReport report : sideBySide(all)) {
            System.out.println(report);
            assertThat(report.points()).as(report.story()).isNotEmpty();
        }
    }

    private static CrashReport everySecond(int first, IntFunction<CrashPlan> plans)
            throws InterruptedException {
        CrashStory run = CrashStories.run();
        try (CrashStage stage = CrashStage.withAllPlatforms(FOLDER)) {
            return new CrashEnumeration(run, plans).on(stage, first, 2, run.expected());
        }
    }

    private static CrashReport enumerate(CrashStory story, IntFunction<CrashPlan> plans, int stride)
            throws InterruptedException {
        try (CrashStage stage = CrashStage.withWeixin(FOLDER)) {
            return new CrashEnumeration(story, plans).on(stage, 1, stride, story.expected());
        }
    }

    private static CrashReport frozen(
            Function<Path, CrashStage> stages, CrashStory story, IntFunction<CrashPlan> plans)
            throws InterruptedException {
        try (CrashStage stage = stages.apply(FOLDER)) {
            return new CrashEnumeration(story, plans)
                    .on(stage, FREEZE_STRIDE / 2 + 1, FREEZE_STRIDE, Set.of());
        }
    }

    private List<CrashReport> sideBySide(List<Callable<CrashReport>> all) throws Exception {
        List<CrashReport> reports = new ArrayList<>();
        for (Future<CrashReport> report : side.invokeAll(all)) {
            reports.add(report.get());
        }
        return reports;
    }
}
