package dev.gateway.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.crash.CrashEnumeration;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.crash.CrashReport;
import dev.gateway.sim.crash.CrashStage;
import dev.gateway.sim.crash.CrashStories;
import dev.gateway.sim.crash.CrashStory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A gateway is killed at its first step, then at its second, and so on; the next one recovers by
 * itself each time, and in the end each message was answered once.
 */
class CrashDuringRunIT extends CrashScene {

    @Test
    void nothingIsLostWhereverARunIsKilled() throws Exception {
        List<CrashReport> both = sideBySide(List.of(() -> everySecond(1), () -> everySecond(2)));
        CrashReport report = both.stream().reduce(CrashReport::and).orElseThrow();
        System.out.println(report);
        assertThat(report.missed()).isEmpty();
    }

    private static CrashReport everySecond(int first) throws InterruptedException {
        CrashStory run = CrashStories.run();
        try (CrashStage stage = CrashStage.withAllPlatforms(FOLDER)) {
            return new CrashEnumeration(run, CrashPlan::killAt).on(stage, first, 2, run.expected());
        }
    }
}
