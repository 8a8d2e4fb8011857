package dev.gateway.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {

    private static final HostInfo MACHINE =
            new HostInfo(Path.of("/opt/gateway"), "17", 2, 0.5, 1.5);

    private final BenchReport report =
            new BenchReport(
                    MACHINE,
                    Map.of(
                            Metric.MESSAGES, new Sample(List.of(400.0, 600.0, 500.0)),
                            Metric.START, new Sample(List.of(0.61, 0.59, 0.66)),
                            Metric.STATUS, new Sample(List.of(0.31, 0.29, 0.3))));

    @Test
    void theTableHasTheAimAndTheFigureToBeatBesideEachFigure() {
        assertThat(report.table().get(0).strip().split("\\s{2,}"))
                .containsExactly("median", "min", "max", "aim", "to beat");
        assertThat(report.table().get(1))
                .startsWith(Metric.START.title())
                .containsPattern("0\\.610 s +0\\.590 s +0\\.660 s +0\\.700 s +0\\.970 s$");
    }

    @Test
    void aMissedAimIsSaid() {
        assertThat(report.table().get(1)).doesNotContain("missed");
        assertThat(report.table().get(2)).endsWith("aim missed");
    }

    @Test
    void whatHasNoAimMissesNone() {
        assertThat(report.table().get(3)).containsPattern("500 /s +400 /s +600 /s +- +-$");
    }

    @Test
    void theTableSaysHowBusyTheMachineWas() {
        assertThat(report.table().get(4))
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
