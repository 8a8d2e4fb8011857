package dev.gateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.json.JsonTree;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseTextTest {

    private final PhaseText texts = new PhaseText();

    @Test
    void whileAHomePassesOnEachPlatformIsOneLine() throws IOException {
        assertThat(text(0, "handover_started", "")).contains("passes the home on");
        assertThat(text(1, "lock_acquired", "")).contains("home obtained");
        assertThat(text(2, "token_waiting", "\"platform\":\"mama\"")).isEmpty();
        for (String state :
                new String[] {"waiting_for_token", "connecting", "disconnecting", "connected"}) {
            assertThat(platform(state)).as(state).isEmpty();
        }
        assertThat(text(10, "intake_ended", "\"platform\":\"mama\"")).isEmpty();
        assertThat(text(26, "polling", "\"platform\":\"mama\""))
                .contains("mama: passed on, not polled for 16 ms");
        assertThat(text(90, "polling", "\"platform\":\"mama\"")).isEmpty();
        assertThat(text(91, "state_changed", "\"state\":\"degraded\"")).isEmpty();
        assertThat(text(92, "outgoing", "\"in_flight\":2"))
                .contains("passed on; finishes 2 messages");
        assertThat(platform("rejected")).contains("mama: rejected (no token)");
    }

    @Test
    void otherwiseEachStateIsTold() throws IOException {
        assertThat(platform("connected")).contains("mama: connected (no token)");
        assertThat(text(1, "token_waiting", "\"platform\":\"mama\""))
                .contains("mama: token in use, waiting for it");
        text(2, "handover_started", "");
        assertThat(text(3, "handover_failed", "\"reason\":\"it died\""))
                .contains("home not passed on, goes on: it died");
        assertThat(text(4, "state_changed", "\"state\":\"degraded\"")).contains("gateway degraded");
    }

    private Optional<String> platform(String state) throws IOException {
        return text(
                5,
                "platform_state_changed",
                "\"platform\":\"mama\",\"error\":\"no token\",\"state\":\"" + state + "\"");
    }

    private Optional<String> text(long millis, String event, String fields) throws IOException {
        String line =
                "{\"mono_ns\":%d,\"pid\":1,\"event\":\"%s\"%s}"
                        .formatted(millis * 1_000_000, event, fields.isEmpty() ? "" : "," + fields);
        return texts.of(RecordedEvent.of(JsonTree.read(line)).orElseThrow());
    }
}
