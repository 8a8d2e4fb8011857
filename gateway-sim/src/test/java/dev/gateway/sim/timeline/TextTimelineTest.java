package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTimelineTest {

    @Test
    void aLaneIsALineAndWhatMustNeverBeOutshinesTheRest() {
        Lane token =
                new Lane(
                        Lane.Kind.TOKEN,
                        "mama",
                        "",
                        List.of(
                                span(0, 4, SpanStyle.POLL),
                                span(6, 10, SpanStyle.POLL),
                                span(8, 9, SpanStyle.ALARM)),
                        List.of());
        Timeline run =
                new Timeline(
                        "",
                        "",
                        true,
                        List.of(),
                        Instant.EPOCH,
                        Duration.ofSeconds(10),
                        List.of(token));

        List<String> lines = TextTimeline.of(run, 41, Duration.ofSeconds(20));

        assertThat(lines).containsExactly("mama                ████  ██!█");
    }

    private static Span span(int from, int to, SpanStyle style) {
        return new Span(Duration.ofSeconds(from), Duration.ofSeconds(to), style, "", "");
    }
}
