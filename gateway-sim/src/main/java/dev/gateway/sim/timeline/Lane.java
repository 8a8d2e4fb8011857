package dev.gateway.sim.timeline;

import java.util.Comparator;
import java.util.List;

/**
 * One row of the timeline.
 *
 * @param kind the kind of the lane
 * @param name the name of the process, home or platform
 * @param note an additional note, or empty
 * @param spans the spans in the order in which they begin
 * @param marks the marks in order of time
 */
public record Lane(Kind kind, String name, String note, List<Span> spans, List<Mark> marks) {

    /** The kinds of lanes. */
    public enum Kind {
        /** The steps of the scenario. */
        STEPS("Story"),
        /** A process and its states. */
        PROCESS("Process"),
        /** The holder of a home's kernel lock. */
        LOCK("Kernel lock"),
        /** The process that {@code gateway.pid} names. */
        PID_FILE("PID file"),
        /** The database that several hosts share. */
        DATABASE("Database"),
        /** The process that has the lease of an account. */
        LEASE("Lease"),
        /** The process that polls a token. */
        TOKEN("Token"),
        /** The messages, from the question to the answer. */
        MESSAGES("Messages");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Returns the title that is shown. */
        public String title() {
            return title;
        }
    }

    /** Sorts and copies the lists. */
    public Lane {
        spans = spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        marks = marks.stream().sorted(Comparator.comparing(Mark::at)).toList();
    }

    /** Returns whether the lane shows a violation. */
    public boolean alarming() {
        return spans.stream().anyMatch(one -> one.style() == SpanStyle.ALARM)
                || marks.stream().anyMatch(one -> one.style() == SpanStyle.ALARM);
    }
}
