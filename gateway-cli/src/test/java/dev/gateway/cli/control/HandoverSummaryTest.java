package dev.gateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverSummaryTest {

    private static final long OLD = 4600;
    private static final long SUCCESSOR = 4711;

    private final List<RecordedEvent> events = new ArrayList<>();

    @Test
    void eachPlatformHasItsGapAndTheHeadlineNamesTheLongest() throws IOException {
        handOver();
        add(OLD, 30, EventType.INTAKE_ENDED, "family");
        add(OLD, 30, EventType.INTAKE_ENDED, "mama");
        add(SUCCESSOR, 42, EventType.POLLING, "family");
        add(SUCCESSOR, 48, EventType.POLLING, "mama");

        HandoverSummary summary = HandoverSummary.of(events, OLD, SUCCESSOR);

        assertThat(summary.lines())
                .containsExactly(
                        "Not polled: family for 12 ms, mama for 18 ms.",
                        "Handed over from PID 4600 to PID 4711: lock passed on in 3 ms, no polling"
                                + " for 18 ms.");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        summary.addTo(json);
        assertThat(json.toString()).isEqualTo("{\"gaps_ms\":{\"family\":12,\"mama\":18}}");
    }

    @Test
    void ofManyPlatformsTheLongestGapAndTheMedianAreTold() throws IOException {
        handOver();
        for (int i = 0; i < 100; i++) {
            add(OLD, 100, EventType.INTAKE_ENDED, "bot" + i);
            add(SUCCESSOR, 101 + i, EventType.POLLING, "bot" + i);
        }

        assertThat(HandoverSummary.of(events, OLD, SUCCESSOR).lines())
                .containsExactly(
                        "Not polled: bot99 for 100 ms, the longest; the median of 100 platforms is"
                                + " 50 ms.",
                        "Handed over from PID 4600 to PID 4711: lock passed on in 3 ms, no polling"
                                + " for 100 ms.");
    }

    @Test
    void aPlatformThatTheOldOneHasNotLetGoIsNamed() throws IOException {
        handOver();
        add(SUCCESSOR, 20, EventType.TOKEN_WAITING, "family");
        add(SUCCESSOR, 20, EventType.TOKEN_WAITING, "mama");
        add(OLD, 30, EventType.INTAKE_ENDED, "family");
        add(SUCCESSOR, 41, EventType.TOKEN_ACQUIRED, "family");
        add(SUCCESSOR, 42, EventType.POLLING, "family");

        assertThat(HandoverSummary.of(events, OLD, SUCCESSOR).lines())
                .containsExactly(
                        "Handed over from PID 4600 to PID 4711: lock passed on in 3 ms, no polling"
                                + " for 12 ms.",
                        "Not passed on yet: mama; polled as soon as PID 4600 lets go, see 'gateway"
                                + " status'.");
    }

    @Test
    void ofAProcessThatDrainedFirstTheLockIsMeasuredFromItsEnd() throws IOException {
        add(OLD, 10, EventType.INTAKE_STOPPED, "");
        add(OLD, 90, EventType.STOPPED, "");
        add(SUCCESSOR, 95, EventType.LOCK_ACQUIRED, "");
        add(SUCCESSOR, 110, EventType.TOKEN_ACQUIRED, "family");

        assertThat(HandoverSummary.of(events, OLD, SUCCESSOR).lines())
                .containsExactly(
                        "Handed over from PID 4600 to PID 4711: lock passed on in 5 ms, no polling"
                                + " for 100 ms.");
    }

    @Test
    void aProcessThatWasKilledHandedNothingOver() throws IOException {
        add(SUCCESSOR, 95, EventType.LOCK_ACQUIRED, "");

        assertThat(HandoverSummary.of(events, OLD, SUCCESSOR).lines()).isEmpty();
    }

    private void handOver() throws IOException {
        add(OLD, 10, EventType.HANDOVER_STARTED, "");
        add(SUCCESSOR, 13, EventType.LOCK_ACQUIRED, "");
    }

    private void add(long pid, long millis, EventType type, String platform) throws IOException {
        String field = platform.isEmpty() ? "" : ",\"platform\":\"" + platform + "\"";
        String line =
                "{\"at\":\"2026-04-01T12:00:00.000Z\",\"mono_ns\":%d,\"pid\":%d,\"event\":\"%s\"%s}"
                        .formatted(millis * 1_000_000, pid, type.wireName(), field);
        events.add(RecordedEvent.of(JsonTree.read(line)).orElseThrow());
    }
}
