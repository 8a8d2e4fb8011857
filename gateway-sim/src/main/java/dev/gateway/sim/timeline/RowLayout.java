package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The assignment of overlapping spans to rows, so that none hides another. */
final class RowLayout {

    private final List<Integer> rows = new ArrayList<>();
    private int count = 1;

    private RowLayout() {}

    /**
     * Assigns spans, which are in the order in which they begin; those with {@link SpanStyle#ALARM}
     * cover others on purpose.
     *
     * @param most the maximum number of rows; further spans are spread over them
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
