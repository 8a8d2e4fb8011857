package dev.gateway.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.crash.CrashPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Freezes a gateway for a while at some of its events, as on a machine that sleeps or swaps. {@code
 * -Dcrash.freeze.stride=1} freezes it at each event.
 */
class FreezeAtEachStepIT extends CrashFixture {

    private static final int STRIDE = Integer.getInteger("crash.freeze.stride", 6);
    private static final Duration FROZEN = Duration.ofMillis(300);

    @Test
    void nothingIsLostIfItIsFrozenForAWhile() throws Exception {
        List<Callable<CrashReport>> all = new ArrayList<>();
        all.add(() -> frozen(CrashTestBed::withAllPlatforms, CrashScenarios.run()));
        CrashScenarios.handovers()
                .forEach(scenario -> all.add(() -> frozen(CrashTestBed::withWeixin, scenario)));
        for (CrashReport report : sideBySide(all)) {
            System.out.println(report);
            assertThat(report.points()).as(report.scenario()).isNotEmpty();
        }
    }

    private static CrashReport frozen(Function<Path, CrashTestBed> testBeds, CrashScenario scenario)
            throws InterruptedException {
        try (CrashTestBed testBed = testBeds.apply(FOLDER)) {
            return new CrashEnumeration(scenario, number -> CrashPlan.freezeAt(number, FROZEN))
                    .on(testBed, STRIDE / 2 + 1, STRIDE, Set.of());
        }
    }
}
