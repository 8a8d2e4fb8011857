package dev.gateway.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.json.JsonTree;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviousShutdownTest {

    private static final long OLD = 4600;
    private static final long OWN = 4711;

    private final List<RecordedEvent> events = new ArrayList<>();

    @Test
    void aHandOverHasItsGapsAtOnceAndItsPhasesWhenTheOldOneHasEnded() throws IOException {
        add(OLD, 0, EventType.STOP_REQUESTED, "");
        add(OLD, 1, EventType.HANDOVER_STARTED, "");
        add(OWN, 2, EventType.LOCK_ACQUIRED, "");
        add(OLD, 10, EventType.INTAKE_ENDED, "mama");
        add(OWN, 25, EventType.POLLING, "mama");

        PreviousShutdown early = PreviousShutdown.of(events, OWN);

        assertThat(early.gaps()).containsExactly(Map.entry("mama", Duration.ofMillis(15)));
        assertThat(early.gap()).contains(Duration.ofMillis(15));
        assertThat(early.handedOver()).isTrue();
        assertThat(early.phases()).isEmpty();
        add(OLD, 2_000, EventType.DRAIN_FINISHED, "");
        add(OLD, 2_100, EventType.PLATFORMS_DISCONNECTED, "");
        add(OLD, 2_110, EventType.STOPPED, "");
        assertThat(PreviousShutdown.of(events, OWN).phases())
                .containsOnly(
                        Map.entry("drain", Duration.ofMillis(2_000)),
                        Map.entry("disconnect", Duration.ofMillis(100)),
                        Map.entry("finish", Duration.ofMillis(10)));
    }

    @Test
    void aStartLongAfterAStopIsNoHandOver() throws IOException {
        add(OLD, 0, EventType.STOP_REQUESTED, "");
        add(OLD, 10, EventType.INTAKE_ENDED, "mama");
        add(OLD, 20, EventType.STOPPED, "");
        add(OWN, 7_200_000, EventType.LOCK_ACQUIRED, "");
        add(OWN, 7_200_100, EventType.POLLING, "mama");

        assertThat(PreviousShutdown.of(events, OWN).gaps()).isEmpty();
        assertThat(PreviousShutdown.of(events, OWN).handedOver()).isFalse();
    }

    private void add(long pid, long millis, EventType type, String platform) throws IOException {
        String field = platform.isEmpty() ? "" : ",\"platform\":\"" + platform + "\"";
        String line =
                "{\"at\":\"2026-04-01T12:00:00.000Z\",\"mono_ns\":%d,\"pid\":%d,\"event\":\"%s\"%s}"
                        .formatted(millis * 1_000_000, pid, type.wireName(), field);
        events.add(RecordedEvent.of(JsonTree.read(line)).orElseThrow());
    }
}
