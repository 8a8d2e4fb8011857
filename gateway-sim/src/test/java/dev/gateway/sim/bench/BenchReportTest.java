package dev.gateway.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.bench.limit.MachineLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {

    private static final HostInfo MACHINE =
            new HostInfo(Path.of("/opt/gateway"), "17", 2, 0.5, 1.5);

    private final BenchReport report =
            new BenchReport(
                    "one bot",
                    MACHINE,
                    Map.of(
                            Metric.MESSAGES, new Sample(List.of(400.0, 600.0, 500.0)),
                            Metric.START, new Sample(List.of(0.61, 0.59, 0.66)),
                            Metric.STATUS, new Sample(List.of(0.31, 0.29, 0.3))),
                    Map.of(Metric.START, 0.7),
                    Map.of(
                            MachineLimit.JVM, new Sample(List.of(0.05)),
                            MachineLimit.SQLITE, new Sample(List.of(20_000.0))),
                    List.of("futex: not measured"));

    @Test
    void theTableHasTheAimAndTheFigureToBeatBesideEachFigure() {
        assertThat(report.table().get(0).strip().split("\\s{2,}"))
                .containsExactly(
                        "one bot", "median", "min", "max", "aim", "to beat", "floor", "times");
        assertThat(report.table().get(1))
                .startsWith(Metric.START.title())
                .containsPattern(
                        "0\\.610 s +0\\.590 s +0\\.660 s +0\\.700 s +0\\.970 s +0\\.050 s"
                                + " +12\\.2$");
    }

    @Test
    void aMissedAimIsSaid() {
        assertThat(report.table().get(1)).doesNotContain("missed");
        assertThat(report.table().get(2)).endsWith("aim missed");
    }

    @Test
    void whatHasNoAimMissesNone() {
        assertThat(report.table().get(3)).containsPattern("500 /s +400 /s +600 /s +- +-");
    }

    @Test
    void ofARateTheLimitOfTheMachineIsSoManyTimesAsMuch() {
        assertThat(report.table().get(3)).containsPattern("20000 /s +40\\.0$");
        assertThat(report.table().get(4)).startsWith("floor: " + MachineLimit.JVM.title());
        assertThat(report.table().get(5)).startsWith("floor: " + MachineLimit.SQLITE.title());
        assertThat(report.json().path("floors").path("sqlite").path("median").asDouble())
                .isEqualTo(20_000);
    }

    @Test
    void whatWasNotMeasuredIsSaid() {
        assertThat(report.table()).contains("futex: not measured");
        assertThat(report.json().path("notes").path(0).asText()).isEqualTo("futex: not measured");
    }

    @Test
    void theTableSaysHowBusyTheMachineWas() {
        assertThat(report.table().get(7))
                .isEqualTo(
                        "3 runs each; Java 17, 2 processors, load average 0.5 before, 1.5 after;"
                                + " /opt/gateway");
    }

    @Test
    void theJsonHoldsAllValues() {
        JsonNode start = report.json().path("figures").path("start");
        assertThat(start.path("median").asDouble()).isEqualTo(0.61);
        assertThat(start.path("aim").asDouble()).isEqualTo(0.7);
        assertThat(start.path("aim_reached").asBoolean()).isTrue();
        assertThat(start.path("floor").asDouble()).isEqualTo(0.05);
        assertThat(start.path("to_beat").asDouble()).isEqualTo(0.97);
        assertThat(start.path("values").toString()).isEqualTo("[0.61,0.59,0.66]");
        assertThat(report.json().path("figures").path("status").path("aim_reached").asBoolean(true))
                .isFalse();
        assertThat(report.json().path("figures").path("messages").has("aim")).isFalse();
    }

    @Test
    void moreMessagesAreBetterAndLessMemoryIs() {
        assertThat(MetricUnit.PER_SECOND.reaches(500, 400)).isTrue();
        assertThat(MetricUnit.PER_SECOND.reaches(300, 400)).isFalse();
        assertThat(MetricUnit.MEGABYTES.reaches(84, 85)).isTrue();
        assertThat(MetricUnit.MEGABYTES.reaches(86, 85)).isFalse();
    }
}
