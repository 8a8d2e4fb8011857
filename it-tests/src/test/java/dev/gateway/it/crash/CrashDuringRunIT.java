package dev.gateway.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.crash.CrashPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Kills a gateway at its first event, then at its second, and so on; the next one recovers by
 * itself each time, and in the end each message was answered once.
 */
class CrashDuringRunIT extends CrashFixture {

    @Test
    void nothingIsLostWhereverARunIsKilled() throws Exception {
        List<CrashReport> both = sideBySide(List.of(() -> everySecond(1), () -> everySecond(2)));
        CrashReport report = both.stream().reduce(CrashReport::and).orElseThrow();
        System.out.println(report);
        assertThat(report.missed()).isEmpty();
    }

    private static CrashReport everySecond(int first) throws InterruptedException {
        CrashScenario run = CrashScenarios.run();
        try (CrashTestBed testBed = CrashTestBed.withAllPlatforms(FOLDER)) {
            return new CrashEnumeration(run, CrashPlan::killAt)
                    .on(testBed, first, 2, run.expected());
        }
    }
}
