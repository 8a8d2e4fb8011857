package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records a process that is frozen, resumed and killed, and a file that outlives it. */
class RunRecorderTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void seesAProcessStandStillAndEndAndItsFileGoStale() throws Exception {
        ObservedHome home = ObservedHome.create(folder);
        try (ProcessScope scope = ProcessScope.open();
                RunRecorder recorder = RunRecorder.start()) {
            recorder.home("main", home);
            recorder.beginStep("it begins");
            RunningProcess sleep = scope.start("sleep", "600");
            recorder.process(sleep.pid(), "sleeper");
            Files.writeString(home.pidFile(), "{\"pid\": " + sleep.pid() + "}");
            await().atMost(LIMIT).until(() -> sees(recorder, SpanStyle.FILE));

            recorder.mark(sleep.pid(), "SIGSTOP");
            sleep.kill(Signal.STOP);
            await().atMost(LIMIT).until(() -> sees(recorder, SpanStyle.FROZEN));
            sleep.kill(Signal.CONT);
            sleep.kill(Signal.KILL);
            await().atMost(LIMIT).until(() -> sees(recorder, SpanStyle.STALE));

            Timeline seen = recorder.timeline("A short life", "");
            assertThat(seen.lanes())
                    .filteredOn(lane -> lane.kind() == Lane.Kind.PROCESS)
                    .singleElement()
                    .satisfies(
                            lane -> {
                                assertThat(lane.note()).isEqualTo("sleeper");
                                assertThat(lane.marks())
                                        .extracting(Mark::label)
                                        .contains("SIGSTOP", "end");
                            });
            assertThat(seen.lanes().get(0).spans())
                    .extracting(Span::label)
                    .isEqualTo(List.of("it begins"));
        }
    }

    private static boolean sees(RunRecorder recorder, SpanStyle style) {
        return recorder.timeline("", "").lanes().stream()
                .flatMap(lane -> lane.spans().stream())
                .anyMatch(span -> span.style() == style);
    }
}
