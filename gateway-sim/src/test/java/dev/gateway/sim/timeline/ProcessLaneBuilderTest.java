package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessLaneBuilderTest {

    private static final long MILLION = 1_000_000;

    private final List<RecordedEvent> events = new ArrayList<>();

    @Test
    void aProcessThatPassedItsHomeOnIsFinishingUntilItsEnd() throws IOException {
        add(50, EventType.LOCK_ACQUIRED, "");
        add(100, EventType.STATE_CHANGED, "running");
        add(400, EventType.HANDOVER_STARTED, "");
        add(450, EventType.OUTGOING, "");
        add(500, EventType.STATE_CHANGED, "draining");
        add(800, EventType.STATE_CHANGED, "stopping");

        Lane lane = lane();

        assertThat(lane.spans())
                .extracting(Span::label)
                .containsExactly("loading", "starting", "running", "finishing");
        Span last = lane.spans().get(3);
        assertThat(last.style()).isEqualTo(SpanStyle.FINISHING);
        assertThat(last.from().toMillis()).isEqualTo(400);
        assertThat(last.to().toMillis()).isEqualTo(1_000);
        assertThat(lane.marks())
                .extracting(Mark::label)
                .containsExactly("lock acquired", "handover started", "outgoing");
    }

    @Test
    void oneThatTookItsHomeBackRunsOn() throws IOException {
        add(100, EventType.STATE_CHANGED, "running");
        add(400, EventType.HANDOVER_STARTED, "");
        add(600, EventType.HANDOVER_FAILED, "");

        assertThat(lane().spans())
                .extracting(Span::label)
                .containsExactly("loading", "running", "finishing", "running");
    }

    private Lane lane() {
        return new ProcessLaneBuilder(
                        new TimeAxis(0, 1_000 * MILLION), new ProcessRecorder(4600, MILLION))
                .of(events);
    }

    private void add(long millis, EventType type, String state) throws IOException {
        String field =
                state.isEmpty()
                        ? ""
                        : ",\"%s\":\"%s\"".formatted(EventField.STATE.wireName(), state);
        String line =
                "{\"mono_ns\":%d,\"pid\":4600,\"event\":\"%s\"%s}"
                        .formatted(millis * MILLION, type.wireName(), field);
        events.add(RecordedEvent.of(JsonTree.read(line)).orElseThrow());
    }
}
