package dev.gateway.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutgoingProcessTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    @Test
    void theSentenceTellsTheWorkThatIsLeftAndUntilWhen() {
        assertThat(process(1).sentence(NOON.plusMillis(2_100)))
                .isEqualTo(
                        "The old process (PID 4600) still works on 1 message and ends by itself"
                                + " within 28 s.");
        assertThat(process(3).sentence(NOON)).contains("works on 3 messages").contains("30 s.");
        assertThat(process(0).sentence(NOON.plusSeconds(40)))
                .isEqualTo(
                        "The old process (PID 4600) still takes its last steps and ends by itself"
                                + " within 1 s.");
    }

    @Test
    void oneThatOutlivesItsTimeIsOverdue() {
        assertThat(process(1).isOverdue(NOON.plusSeconds(30))).isFalse();
        assertThat(process(1).isOverdue(NOON.plusSeconds(31))).isTrue();
        assertThat(new OutgoingProcess(1, NOON, 1, Optional.empty()).isOverdue(Instant.MAX))
                .isFalse();
    }

    @Test
    void whatIsWrittenIsReadAndWhatAnEditorBrokeIsLeftOut() {
        ArrayNode json = OutgoingProcess.toJson(List.of(process(1)));
        json.addObject().put("pid", 1).put("since", "yesterday");
        json.add("nonsense");

        assertThat(OutgoingProcess.fromJson(json)).containsExactly(process(1));
        assertThat(OutgoingProcess.fromJson(JsonNodeFactory.instance.missingNode())).isEmpty();
    }

    private static OutgoingProcess process(long inFlight) {
        return new OutgoingProcess(4600, NOON, inFlight, Optional.of(NOON.plusSeconds(30)));
    }
}
