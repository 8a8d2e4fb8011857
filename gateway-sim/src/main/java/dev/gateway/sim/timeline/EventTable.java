package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The events of a run as a table, for readers who cannot see the picture or want to search it. */
record EventTable(HtmlWriter page, Timeline run) {

    void add() {
        List<Row> rows = new ArrayList<>();
        run.lanes().forEach(lane -> rows.addAll(rows(lane)));
        rows.sort(Comparator.comparing(Row::from));
        page.add("<details><summary>All of it as a table (%s rows)</summary>\n", rows.size());
        page.add("<div class=\"table\"><table><caption hidden>%s</caption>\n", run.title());
        page.add("<thead><tr><th scope=\"col\">from</th><th scope=\"col\">for</th>");
        page.add("<th scope=\"col\">where</th><th scope=\"col\">what</th></tr></thead>\n<tbody>\n");
        for (Row row : rows) {
            page.add(
                    "<tr><td class=\"t\">%s</td><td class=\"t\">%s</td><td>%s</td><td>%s</td></tr>\n",
                    time(row.from()),
                    row.length().map(EventTable::time).orElse(""),
                    row.where(),
                    row.what());
        }
        page.add("</tbody></table></div></details>\n");
    }

    private static List<Row> rows(Lane lane) {
        String where = (lane.kind().title() + " " + lane.name()).strip();
        if (lane.kind() == Lane.Kind.PROCESS || lane.name().equals(lane.kind().title())) {
            where = lane.name();
        }
        List<Row> rows = new ArrayList<>();
        for (Span one : lane.spans()) {
            if (one.style() != SpanStyle.MESSAGE) {
                rows.add(
                        new Row(
                                one.from(),
                                Optional.of(one.length()),
                                where,
                                marked(one.style(), one.detail())));
            }
        }
        for (Mark one : lane.marks()) {
            rows.add(new Row(one.at(), Optional.empty(), where, marked(one.style(), one.detail())));
        }
        if (lane.kind() == Lane.Kind.MESSAGES && !lane.spans().isEmpty()) {
            rows.add(summary(lane, where));
        }
        return rows;
    }

    /**
     * Returns one row for all messages: hundreds that were answered at once are no information one
     * by one.
     */
    private static Row summary(Lane lane, String where) {
        List<Span> answered =
                lane.spans().stream().filter(one -> one.style() != SpanStyle.ALARM).toList();
        Duration slowest =
                answered.stream()
                        .map(Span::length)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO);
        Span first = lane.spans().get(0);
        Duration end =
                lane.spans().stream().map(Span::to).max(Comparator.naturalOrder()).orElseThrow();
        return new Row(
                first.from(),
                Optional.of(end.minus(first.from())),
                where,
                "%d messages, %d answered, slowest after %s"
                        .formatted(lane.spans().size(), answered.size(), time(slowest)));
    }

    private static String marked(SpanStyle style, String detail) {
        return style == SpanStyle.ALARM ? "▲ " + detail : detail;
    }

    private static String time(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }

    private record Row(Duration from, Optional<Duration> length, String where, String what) {}
}
