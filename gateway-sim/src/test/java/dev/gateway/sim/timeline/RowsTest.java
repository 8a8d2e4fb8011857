package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void whatOverlapsGetsARowOfItsOwnAndARowIsUsedAgain() {
        Rows rows = Rows.of(List.of(stretch(0, 5), stretch(3, 8), stretch(5, 6)), 4);

        assertThat(rows.count()).isEqualTo(2);
        assertThat(List.of(rows.row(0), rows.row(1), rows.row(2))).containsExactly(0, 1, 0);
    }

    @Test
    void thereAreNeverMoreRowsThanAllowed() {
        Rows rows = Rows.of(List.of(stretch(0, 9), stretch(1, 9), stretch(2, 9), stretch(3, 9)), 2);

        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.row(3)).isBetween(0, 1);
    }

    private static Stretch stretch(int from, int to) {
        return new Stretch(Duration.ofSeconds(from), Duration.ofSeconds(to), Tone.POLL, "", "");
    }
}
