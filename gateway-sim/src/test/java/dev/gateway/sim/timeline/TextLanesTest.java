package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLanesTest {

    @Test
    void aLaneIsALineAndWhatMustNeverBeOutshinesTheRest() {
        Lane token =
                new Lane(
                        Lane.Kind.TOKEN,
                        "mama",
                        "",
                        List.of(
                                stretch(0, 4, Tone.POLL),
                                stretch(6, 10, Tone.POLL),
                                stretch(8, 9, Tone.ALARM)),
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

        List<String> lines = TextLanes.of(run, 41, Duration.ofSeconds(20));

        assertThat(lines).containsExactly("mama                ████  ██!█");
    }

    private static Stretch stretch(int from, int to, Tone tone) {
        return new Stretch(Duration.ofSeconds(from), Duration.ofSeconds(to), tone, "", "");
    }
}
