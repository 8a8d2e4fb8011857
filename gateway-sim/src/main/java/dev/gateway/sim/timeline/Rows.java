package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives stretches that overlap rows of their own, so that none hides another. */
final class Rows {

    private final List<Integer> rows = new ArrayList<>();
    private int count = 1;

    private Rows() {}

    /**
     * Of stretches in the order in which they begin; those that {@link Tone#ALARM} lie over the
     * others on purpose.
     *
     * @param most how many rows there may be; what finds no room is spread over them
     */
    static Rows of(List<Stretch> stretches, int most) {
        Rows result = new Rows();
        List<Duration> free = new ArrayList<>();
        for (Stretch stretch : stretches) {
            int row = 0;
            while (row < free.size() && free.get(row).compareTo(stretch.from()) > 0) {
                row++;
            }
            if (row >= most) {
                row = result.rows.size() % most;
            }
            if (row == free.size()) {
                free.add(stretch.to());
            } else {
                free.set(row, stretch.to());
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
