package dev.gateway.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.crash.CrashPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** The fixture of crash tests; runs two scenarios at a time, as each waits half of the time. */
abstract class CrashFixture {

    static final Path FOLDER = Path.of("target", "crash");

    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    /** Returns a scenario on its own test bed, with SIGKILL at each of its events. */
    static Callable<CrashReport> killed(
            Function<Path, CrashTestBed> testBeds, CrashScenario scenario) {
        return () -> {
            try (CrashTestBed testBed = testBeds.apply(FOLDER)) {
                return new CrashEnumeration(scenario, CrashPlan::killAt)
                        .on(testBed, 1, 1, scenario.expected());
            }
        };
    }

    /** Runs the scenarios, prints their reports, and checks that no expected event was missed. */
    final void runAll(List<Callable<CrashReport>> scenarios) throws Exception {
        for (CrashReport report : sideBySide(scenarios)) {
            System.out.println(report);
            assertThat(report.missed()).as(report.scenario()).isEmpty();
        }
    }

    final List<CrashReport> sideBySide(List<Callable<CrashReport>> scenarios) throws Exception {
        List<CrashReport> reports = new ArrayList<>();
        for (Future<CrashReport> report : workers.invokeAll(scenarios)) {
            reports.add(report.get());
        }
        return reports;
    }
}
