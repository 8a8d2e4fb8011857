package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives stretches that overlap rows of their own, so that none hides another. */
final class RowLayout {

    private final List<Integer> rows = new ArrayList<>();
    private int count = 1;

    private RowLayout() {}

    /**
     * Of stretches in the order in which they begin; those that {@link SpanStyle#ALARM} lie over
     * the others on purpose.
     *
     * @param most how many rows there may be; what finds no room is spread over them
     */
    static RowLayout of(List<Span> spans, int most) {
        RowLayout result = new RowLayout();
        List<Duration> free = new ArrayList<>();
        for (Span span : spans) {
            int row = 0;
            while (row < free.size() && free.get(row).compareTo(span.from()) > 0) {
                row++;
            }
            if (row >= most) {
                row = result.rows.size() % most;
            }
            if (row == free.size()) {
                free.add(span.to());
            } else {
                free.set(row, span.to());
            }
            result.rows.add(row);
        }
        result.count = Math.max(1, free.size());
        return result;
    }

    int row(int index) {
        return rows.get(index);
    }

    int count() {
        return count;
    }
}
