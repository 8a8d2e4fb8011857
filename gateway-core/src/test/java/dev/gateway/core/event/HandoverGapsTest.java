package dev.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.json.JsonTree;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandoverGapsTest {

    private static final long OLD = 4600;
    private static final long SUCCESSOR = 4711;

    private final List<RecordedEvent> events = new ArrayList<>();

    @Test
    void eachPlatformHasTheTimeFromItsLastPollToTheSuccessorsFirst() throws IOException {
        add(OLD, 10, EventType.STOP_REQUESTED, "");
        add(SUCCESSOR, 20, EventType.LOCK_ACQUIRED, "");
        add(OLD, 30, EventType.INTAKE_ENDED, "family");
        add(OLD, 31, EventType.INTAKE_ENDED, "mama");
        add(SUCCESSOR, 42, EventType.POLLING, "family");
        add(OLD, 43, EventType.INTAKE_STOPPED, "");
        add(SUCCESSOR, 2_031, EventType.POLLING, "mama");
        add(SUCCESSOR, 9_000, EventType.POLLING, "family"); // a reconnect later

        HandoverGaps gaps = HandoverGaps.between(events, OLD, SUCCESSOR);

        assertThat(gaps.byPlatform())
                .containsExactly(
                        Map.entry("family", Duration.ofMillis(12)),
                        Map.entry("mama", Duration.ofMillis(2_000)));
        assertThat(gaps.worst()).contains(Map.entry("mama", Duration.ofMillis(2_000)));
        assertThat(gaps.median()).isEqualTo(Duration.ofMillis(12));
    }

    @Test
    void aPlatformThatTheOldOneHasNotLetGoHasNoGapYet() throws IOException {
        add(SUCCESSOR, 20, EventType.LOCK_ACQUIRED, "");
        add(OLD, 30, EventType.INTAKE_ENDED, "family");
        add(SUCCESSOR, 42, EventType.POLLING, "family");
        add(OLD, 50, EventType.INTAKE_STOPPED, "");
        add(SUCCESSOR, 60, EventType.TOKEN_ACQUIRED, "mama");

        assertThat(HandoverGaps.between(events, OLD, SUCCESSOR).byPlatform())
                .containsOnlyKeys("family");
    }

    @Test
    void aPredecessorThatTellsOnlyTheEndOfAllIntakesIsMeasuredFromThere() throws IOException {
        add(OLD, 10, EventType.STOP_REQUESTED, "");
        add(OLD, 20, EventType.INTAKE_STOPPED, "");
        add(SUCCESSOR, 60, EventType.LOCK_ACQUIRED, "");
        add(SUCCESSOR, 70, EventType.TOKEN_ACQUIRED, "family");
        add(SUCCESSOR, 75, EventType.POLLING, "family");

        assertThat(HandoverGaps.before(events, SUCCESSOR).byPlatform())
                .containsExactly(Map.entry("family", Duration.ofMillis(50)));
    }

    @Test
    void anEarlierProcessWithThePidOfTheSuccessorDoesNotCount() throws IOException {
        add(OLD, 10, EventType.INTAKE_ENDED, "family");
        add(SUCCESSOR, 11, EventType.POLLING, "family");
        add(OLD, 500, EventType.POLLING, "family");
        add(SUCCESSOR, 600, EventType.LOCK_ACQUIRED, "");
        add(OLD, 610, EventType.INTAKE_ENDED, "family");
        add(SUCCESSOR, 617, EventType.POLLING, "family");

        assertThat(HandoverGaps.before(events, SUCCESSOR).byPlatform())
                .containsExactly(Map.entry("family", Duration.ofMillis(7)));
    }

    @Test
    void whereNoProcessPolledBeforeThereIsNoGap() throws IOException {
        add(SUCCESSOR, 20, EventType.LOCK_ACQUIRED, "");
        add(SUCCESSOR, 30, EventType.TOKEN_ACQUIRED, "family");
        add(SUCCESSOR, 42, EventType.POLLING, "family");

        HandoverGaps gaps = HandoverGaps.before(events, SUCCESSOR);

        assertThat(gaps.byPlatform()).isEmpty();
        assertThat(gaps.worst()).isEmpty();
        assertThat(gaps.median()).isZero();
    }

    private void add(long pid, long millis, EventType type, String platform) throws IOException {
        String field = platform.isEmpty() ? "" : ",\"platform\":\"" + platform + "\"";
        String line =
                "{\"at\":\"2026-04-01T12:00:00.000Z\",\"mono_ns\":%d,\"pid\":%d,\"event\":\"%s\"%s}"
                        .formatted(millis * 1_000_000, pid, type.wireName(), field);
        events.add(RecordedEvent.of(JsonTree.read(line)).orElseThrow());
    }
}
