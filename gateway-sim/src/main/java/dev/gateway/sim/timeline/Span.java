package dev.gateway.sim.timeline;

import java.time.Duration;

/**
 * Something that lasted.
 *
 * @param from since the beginning
 * @param to since the beginning, not before {@code from}
 * @param style what it means
 * @param label a word or two, shown where there is room
 * @param detail the whole sentence
 */
public record Span(Duration from, Duration to, SpanStyle style, String label, String detail) {

    /** One that ends before it begins is a moment. */
    public Span {
        if (to.compareTo(from) < 0) {
            to = from;
        }
    }

    Duration length() {
        return to.minus(from);
    }
}
