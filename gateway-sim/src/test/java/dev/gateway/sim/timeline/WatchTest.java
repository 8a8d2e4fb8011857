package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is frozen, goes on and dies, and a file that outlives it. */
class WatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void seesAProcessStandStillAndEndAndItsFileGoStale() throws Exception {
        GatewayHomeDir home = GatewayHomeDir.create(folder);
        try (ProcessScope scope = ProcessScope.open();
                Watch watch = Watch.start()) {
            watch.home("main", home);
            watch.act("it begins");
            RunningProcess sleep = scope.start("sleep", "600");
            watch.process(sleep.pid(), "sleeper");
            Files.writeString(home.pidFile(), "{\"pid\": " + sleep.pid() + "}");
            await().atMost(LIMIT).until(() -> sees(watch, Tone.FILE));

            watch.mark(sleep.pid(), "SIGSTOP");
            sleep.kill(Signal.STOP);
            await().atMost(LIMIT).until(() -> sees(watch, Tone.FROZEN));
            sleep.kill(Signal.CONT);
            sleep.kill(Signal.KILL);
            await().atMost(LIMIT).until(() -> sees(watch, Tone.STALE));

            Timeline seen = watch.timeline("A short life", "");
            assertThat(seen.lanes())
                    .filteredOn(lane -> lane.kind() == Lane.Kind.PROCESS)
                    .singleElement()
                    .satisfies(
                            lane -> {
                                assertThat(lane.note()).isEqualTo("sleeper");
                                assertThat(lane.moments())
                                        .extracting(Moment::label)
                                        .contains("SIGSTOP", "end");
                            });
            assertThat(seen.lanes().get(0).stretches())
                    .extracting(Stretch::label)
                    .isEqualTo(List.of("it begins"));
        }
    }

    private static boolean sees(Watch watch, Tone tone) {
        return watch.timeline("", "").lanes().stream()
                .flatMap(lane -> lane.stretches().stream())
                .anyMatch(stretch -> stretch.tone() == tone);
    }
}
