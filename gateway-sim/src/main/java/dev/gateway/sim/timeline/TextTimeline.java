package dev.gateway.sim.timeline;

import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A timeline as text for a terminal: one line for each lane, one character for each slice of time.
 */
public final class TextTimeline {

    private static final int NAMES = 20;
    private static final int MIN_WIDTH = 40;
    private static final int MAX_PROCESSES = 5;

    private TextTimeline() {}

    /**
     * Returns the lines, none longer than {@code width}.
     *
     * @param whole the time that a line has room for; longer runs are squeezed
     */
    public static List<String> of(Timeline run, int width, Duration whole) {
        int columns = Math.max(MIN_WIDTH, width) - NAMES - 1;
        Duration span = Durations.max(run.length(), whole);
        List<String> lines = new ArrayList<>();
        List<Lane> processes = of(run, Lane.Kind.PROCESS);
        processes
                .subList(Math.max(0, processes.size() - MAX_PROCESSES), processes.size())
                .forEach(
                        lane ->
                                lines.add(
                                        line(
                                                lane.name() + " " + lane.note(),
                                                lane,
                                                columns,
                                                span)));
        of(run, Lane.Kind.LOCK)
                .forEach(lane -> lines.add(line("lock " + lane.name(), lane, columns, span)));
        List<Lane> databases = of(run, Lane.Kind.DATABASE);
        databases.forEach(lane -> lines.add(line(lane.name(), lane, columns, span)));
        if (databases.isEmpty()) {
            // With several hosts there are too many for a terminal.
            of(run, Lane.Kind.PID_FILE)
                    .forEach(
                            lane ->
                                    lines.add(
                                            line("PID file " + lane.name(), lane, columns, span)));
        }
        of(run, Lane.Kind.TOKEN).forEach(lane -> lines.add(line(lane.name(), lane, columns, span)));
        return lines;
    }

    private static List<Lane> of(Timeline run, Lane.Kind kind) {
        return run.lanes().stream().filter(lane -> lane.kind() == kind).toList();
    }

    private static String line(String name, Lane lane, int columns, Duration span) {
        StringBuilder line = new StringBuilder("%-19.19s ".formatted(name.strip()));
        for (int i = 0; i < columns; i++) {
            Duration from = span.multipliedBy(i).dividedBy(columns);
            Duration to = span.multipliedBy(i + 1L).dividedBy(columns);
            line.append(glyph(lane, from, to));
        }
        return line.toString().stripTrailing();
    }

    private static char glyph(Lane lane, Duration from, Duration to) {
        boolean marked =
                lane.marks().stream()
                        .anyMatch(
                                one ->
                                        one.style() == SpanStyle.FAULT
                                                && one.at().compareTo(from) >= 0
                                                && one.at().compareTo(to) < 0);
        if (marked) {
            return '✕';
        }
        // The latest span is the current one; an alarm precedes all.
        Optional<SpanStyle> style = Optional.empty();
        for (Span one : lane.spans()) {
            if (one.from().compareTo(to) < 0 && one.to().compareTo(from) > 0) {
                if (one.style() == SpanStyle.ALARM) {
                    return '!';
                }
                style = Optional.of(one.style());
            }
        }
        return style.map(TextTimeline::glyph).orElse(' ');
    }

    private static char glyph(SpanStyle style) {
        return switch (style) {
            case LOADING, STANDBY, STALE -> '░';
            case STARTING, DEGRADED -> '▒';
            case DRAINING, FINISHING, STOPPING -> '▓';
            case FROZEN, ZOMBIE -> 'z';
            case OVER -> '·';
            case HELD, FILE -> '━';
            default -> '█';
        };
    }
}
