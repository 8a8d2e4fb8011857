package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowLayoutTest {

    @Test
    void whatOverlapsGetsARowOfItsOwnAndARowIsUsedAgain() {
        RowLayout rowLayout = RowLayout.of(List.of(span(0, 5), span(3, 8), span(5, 6)), 4);

        assertThat(rowLayout.count()).isEqualTo(2);
        assertThat(List.of(rowLayout.row(0), rowLayout.row(1), rowLayout.row(2)))
                .containsExactly(0, 1, 0);
    }

    @Test
    void thereAreNeverMoreRowsThanAllowed() {
        RowLayout rowLayout =
                RowLayout.of(List.of(span(0, 9), span(1, 9), span(2, 9), span(3, 9)), 2);

        assertThat(rowLayout.count()).isEqualTo(2);
        assertThat(rowLayout.row(3)).isBetween(0, 1);
    }

    private static Span span(int from, int to) {
        return new Span(Duration.ofSeconds(from), Duration.ofSeconds(to), SpanStyle.POLL, "", "");
    }
}
