package dev.gateway.sim.demo;

import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table at the end of the demo. */
final class PlatformResultTable {

    private static final String ROW = "%-10s %6s %9s %6s %11s %16s %8s %13s";
    private static final String NONE = "-";
    private static final double MILLIS_PER_SECOND = 1000;

    private PlatformResultTable() {}

    /**
     * Returns the lines of the table.
     *
     * @param handovers a description of each change of the poller, in order
     */
    static List<String> lines(List<PlatformResult> results, List<String> handovers) {
        List<String> lines = head(results);
        int most = results.stream().mapToInt(one -> one.handovers().size()).max().orElse(0);
        for (int i = 0; i < most; i++) {
            String what = i < handovers.size() ? handovers.get(i) : "one more change";
            int number = i;
            lines.add(gapRow(what, results.stream().map(one -> gap(one, number)).toList()));
        }
        return lines;
    }

    /** Returns the lines of the table with the longest gap in each phase in which there was one. */
    static List<String> ofPhases(List<PlatformResult> results, List<DemoPhase> phases) {
        List<String> lines = head(results);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (DemoPhase phase : phases) {
            rows.computeIfAbsent(
                    phase.name(),
                    name -> results.stream().map(one -> gap(one, name, phases)).toList());
        }
        rows.forEach(
                (name, cells) -> {
                    if (!cells.stream().allMatch(NONE::equals)) {
                        lines.add(gapRow(name, cells));
                    }
                });
        return lines;
    }

    private static List<String> head(List<PlatformResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        ROW,
                        "platform",
                        "sent",
                        "answered",
                        "lost",
                        "duplicated",
                        "slowest answer",
                        "pollers",
                        "two at once"));
        results.forEach(result -> lines.add(row(result)));
        lines.add("");
        lines.add(gapRow("gap", results.stream().map(PlatformResult::platform).toList()));
        return lines;
    }

    private static String gap(PlatformResult result, String phase, List<DemoPhase> phases) {
        return result.handovers().stream()
                .filter(handover -> phaseAt(handover.next().startNanos(), phases).equals(phase))
                .map(TokenHandover::gap)
                // A frozen poller cannot end its poll: that is no gap.
                .filter(gap -> !gap.isNegative())
                .max(Comparator.naturalOrder())
                .map(PlatformResultTable::seconds)
                .orElse(NONE);
    }

    private static String phaseAt(long nanos, List<DemoPhase> phases) {
        String name = "";
        for (DemoPhase phase : phases) {
            if (phase.fromNanos() <= nanos) {
                name = phase.name();
            }
        }
        return name;
    }

    private static String row(PlatformResult result) {
        return String.format(
                Locale.ROOT,
                ROW,
                result.platform(),
                result.chat().sent(),
                result.chat().answered(),
                result.chat().lost(),
                result.chat().duplicated(),
                seconds(result.chat().slowest()),
                result.pollers(),
                result.overlaps().isEmpty() ? "never" : result.overlaps().size() + " times");
    }

    private static String gapRow(String what, List<String> cells) {
        return String.format("%-42s", what)
                + cells.stream()
                        .map(cell -> String.format("%11s", cell))
                        .collect(Collectors.joining());
    }

    private static String gap(PlatformResult result, int number) {
        return number < result.handovers().size()
                ? seconds(result.handovers().get(number).gap())
                : NONE;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toMillis() / MILLIS_PER_SECOND);
    }
}
