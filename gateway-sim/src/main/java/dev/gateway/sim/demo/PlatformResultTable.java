package dev.gateway.sim.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table at the end of the demo. */
final class PlatformResultTable {

    private static final String ROW = "%-10s %6s %9s %6s %11s %16s %8s %13s";
    private static final double MILLIS_PER_SECOND = 1000;

    private PlatformResultTable() {}

    /**
     * Returns the lines of the table.
     *
     * @param handovers a description of each change of the poller, in order
     */
    static List<String> lines(List<PlatformResult> results, List<String> handovers) {
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
        int most = results.stream().mapToInt(one -> one.handovers().size()).max().orElse(0);
        for (int i = 0; i < most; i++) {
            String what = i < handovers.size() ? handovers.get(i) : "one more change";
            int number = i;
            lines.add(gapRow(what, results.stream().map(one -> gap(one, number)).toList()));
        }
        return lines;
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
                : "-";
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toMillis() / MILLIS_PER_SECOND);
    }
}
