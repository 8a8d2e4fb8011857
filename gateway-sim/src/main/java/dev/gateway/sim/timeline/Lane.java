package dev.gateway.sim.timeline;

import java.util.Comparator;
import java.util.List;

/**
 * One line of the picture.
 *
 * @param kind what it shows
 * @param name of whom
 * @param note a few words more, or empty
 * @param spans in the order in which they begin
 * @param marks in order
 */
public record Lane(Kind kind, String name, String note, List<Span> spans, List<Mark> marks) {

    /** What a lane can show. */
    public enum Kind {
        /** The steps of the story. */
        STEPS("Story"),
        /** A process and its states. */
        PROCESS("Process"),
        /** The kernel lock of a home, and who holds it. */
        LOCK("Kernel lock"),
        /** {@code gateway.pid}, and whom it names. */
        PID_FILE("PID file"),
        /** A token, and who polls it. */
        TOKEN("Token"),
        /** Messages, from the question to the answer. */
        MESSAGES("Messages");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** For people. */
        public String title() {
            return title;
        }
    }

    /** Sorts and copies the lists. */
    public Lane {
        spans = spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        marks = marks.stream().sorted(Comparator.comparing(Mark::at)).toList();
    }

    /** Whether it shows something that must never be. */
    public boolean alarming() {
        return spans.stream().anyMatch(one -> one.style() == SpanStyle.ALARM)
                || marks.stream().anyMatch(one -> one.style() == SpanStyle.ALARM);
    }
}
