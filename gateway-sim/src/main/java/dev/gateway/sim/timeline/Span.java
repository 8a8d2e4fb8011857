package dev.gateway.sim.timeline;

import java.time.Duration;

/**
 * A state or an activity with a beginning and an end.
 *
 * @param from the beginning, since the start of the run
 * @param to the end, since the start of the run, not before {@code from}
 * @param style the meaning
 * @param label a word or two, shown where there is room
 * @param detail the whole sentence
 */
public record Span(Duration from, Duration to, SpanStyle style, String label, String detail) {

    /** Gives a span that would end before it begins the length zero. */
    public Span {
        if (to.compareTo(from) < 0) {
            to = from;
        }
    }

    Duration length() {
        return to.minus(from);
    }
}
