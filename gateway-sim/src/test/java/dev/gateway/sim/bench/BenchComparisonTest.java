package dev.gateway.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchComparisonTest {

    private static final String SCENE = "1 bot, 64 chats, echo handler";

    @TempDir private Path folder;

    @Test
    void moreProcessorTimeAMessageIsARegression() throws IOException {
        BenchComparison worse = compare(report(2000, 0.2, 5), report(2000, 0.3, 5));
        assertThat(worse.hasRegression()).isTrue();
        assertThat(worse.lines()).last().isEqualTo("regressions: load_cpu");
        assertThat(compare(report(2000, 0.2, 5), report(2000, 0.21, 5)).hasRegression()).isFalse();
    }

    @Test
    void moreFutexesAreARegressionAndFewerAreNot() throws IOException {
        assertThat(compare(report(2000, 0.2, 5), report(2000, 0.2, 7)).lines())
                .last()
                .isEqualTo("regressions: load_futexes");
        assertThat(compare(report(2000, 0.2, 5), report(2000, 0.2, 1)).hasRegression()).isFalse();
    }

    @Test
    void theRateOfABusyMachineIsShownAndNotJudged() throws IOException {
        BenchComparison slower = compare(report(2000, 0.2, 5), report(500, 0.2, 5));
        assertThat(slower.hasRegression()).isFalse();
        assertThat(slower.lines())
                .anyMatch(line -> line.contains("2000 /s ->    500 /s  -75 %, not judged"))
                .last()
                .isEqualTo("no regression");
    }

    private BenchComparison compare(BenchReport before, BenchReport now) throws IOException {
        Path file = folder.resolve("before.json");
        Files.writeString(file, before.json().toPrettyString());
        return BenchComparison.with(file, SCENE).compare(now);
    }

    private static BenchReport report(double rate, double cpu, double futexes) {
        return new BenchReport(
                SCENE,
                new HostInfo(Path.of("/opt/gateway"), "17", 2, 0.5, 1.5),
                Map.of(
                        Metric.LOAD_RATE, new Sample(List.of(rate)),
                        Metric.LOAD_CPU, new Sample(List.of(cpu)),
                        Metric.LOAD_FUTEXES, new Sample(List.of(futexes))),
                Map.of(),
                Map.of(),
                List.of());
    }
}
