package dev.gateway.sim.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** One run on the page: summary, findings, lanes, legend and table. */
final class RunSection {

    private static final int HUES = 8;
    private static final int MAX_ROWS = 12;
    private static final int MAX_MESSAGE_ROWS = 10;
    private static final Set<SpanStyle> OWN_HUE =
            Set.of(SpanStyle.HELD, SpanStyle.FILE, SpanStyle.POLL);

    private final HtmlWriter page;
    private final Timeline run;
    private final String id;
    private final List<String> processes = new ArrayList<>();

    RunSection(HtmlWriter page, Timeline run, String id) {
        this.page = page;
        this.run = run;
        this.id = id;
        run.lanes().stream()
                .filter(lane -> lane.kind() == Lane.Kind.PROCESS)
                .forEach(lane -> processes.add(lane.name()));
    }

    void add() {
        page.add(
                "<section class=\"run %s\" id=\"%s\" data-length=\"%s\" aria-labelledby=\"%s\">\n",
                run.good() ? "good" : "bad", id, HtmlWriter.seconds(length()), id + "-title");
        page.add("<h2 id=\"%s\">%s</h2>\n", id + "-title", run.title());
        page.add("<p class=\"summary\">%s</p>\n", summary());
        if (!run.about().isBlank()) {
            page.add("<p class=\"about\">%s</p>\n", run.about());
        }
        findings();
        tools();
        lanes();
        legend();
        new EventTable(page, run).add();
        page.add("</section>\n");
    }

    /** Returns the length of the time axis; a run that ended at once has one, too. */
    private Duration length() {
        return run.length().isZero() ? Duration.ofMillis(1) : run.length();
    }

    private String summary() {
        long broken = run.findings().stream().filter(one -> !one.good()).count();
        return run.good()
                ? "✓ As it has to be"
                : "✗ " + (broken == 1 ? "One thing is" : broken + " things are") + " not so";
    }

    private void findings() {
        page.add("<ul class=\"findings\">\n");
        for (Timeline.Finding finding : run.findings()) {
            page.add(
                    "<li class=\"%s\">%s</li>\n",
                    finding.good() ? "held" : "broken", finding.text());
        }
        page.add("</ul>\n");
    }

    private void tools() {
        page.add("<div class=\"bar-tools\" role=\"toolbar\" aria-label=\"Zoom\">");
        page.add("<button data-zoom=\"1.5\" aria-label=\"Zoom in\">+</button>");
        page.add("<button data-zoom=\"0.66667\" aria-label=\"Zoom out\">−</button>");
        page.add("<button data-zoom=\"0\">Whole run</button>");
        page.add(
                "<span class=\"keys\">Tab to a lane, arrow keys from event to event, + and − zoom");
        page.add(" around it; with the mouse, Ctrl and the wheel.</span></div>\n");
    }

    private void lanes() {
        page.add(
                "<div class=\"scroll\"><div class=\"lanes\">\n<div class=\"rules\" aria-hidden=\"true\">");
        for (Lane lane : run.lanes()) {
            if (lane.kind() == Lane.Kind.STEPS) {
                lane.spans()
                        .forEach(
                                step ->
                                        page.add(
                                                "<i class=\"step\" style=\"left:%s\"></i>",
                                                left(step.from())));
            }
        }
        page.add("<i class=\"cursor\"></i></div>\n<div class=\"lane axis\" aria-hidden=\"true\">");
        page.add("<div class=\"name\"></div><div class=\"track\"></div></div>\n");
        run.lanes().forEach(this::lane);
        page.add("</div></div>\n");
    }

    private void lane(Lane lane) {
        boolean messages = lane.kind() == Lane.Kind.MESSAGES;
        List<Span> calm = lane.spans();
        // An alarm covers the spans that it is about, except where each message has its own row.
        List<Span> over = List.of();
        if (!messages) {
            calm = lane.spans().stream().filter(one -> one.style() != SpanStyle.ALARM).toList();
            over = lane.spans().stream().filter(one -> one.style() == SpanStyle.ALARM).toList();
        }
        boolean odd = lane.kind() == Lane.Kind.PROCESS;
        RowLayout rowLayout =
                odd
                        ? RowLayout.of(List.of(), 1)
                        : RowLayout.of(calm, messages ? MAX_MESSAGE_ROWS : MAX_ROWS);
        page.add(
                "<div class=\"lane %s%s\" role=\"group\" aria-label=\"%s\">",
                lane.kind().name().toLowerCase(Locale.ROOT),
                (lane.alarming() ? " alarming" : "") + (marked(lane) ? " marked" : ""),
                (lane.kind().title() + " " + lane.name()).strip());
        name(lane);
        page.add("<div class=\"track\" style=\"--rows:%s\">\n", rowLayout.count());
        for (int i = 0; i < calm.size(); i++) {
            span(calm.get(i), odd ? 0 : rowLayout.row(i), !messages);
        }
        over.forEach(one -> span(one, 0, true));
        lane.marks().forEach(this::mark);
        page.add("</div></div>\n");
    }

    private void name(Lane lane) {
        page.add("<div class=\"name\">");
        int who = processes.indexOf(lane.name());
        if (lane.kind() == Lane.Kind.PROCESS && who >= 0) {
            page.add("<i class=\"%s\"></i>", "who" + who % HUES);
        }
        String title = lane.kind().title();
        String first =
                lane.kind() == Lane.Kind.PROCESS || lane.name().equals(title) ? lane.name() : title;
        String second =
                first.equals(lane.name()) ? lane.note() : (lane.name() + " " + lane.note()).strip();
        page.add("<b>%s</b><span title=\"%s\">%s</span></div>", first, second, second);
    }

    private void span(Span one, int row, boolean labelled) {
        page.add(
                "<div class=\"s %s%s\" style=\"left:%s;width:%s;--row:%s\" tabindex=\"-1\" role=\"img\""
                        + " aria-label=\"%s\" data-t=\"%s\" data-u=\"%s\" data-d=\"%s\">",
                one.style().css(),
                OWN_HUE.contains(one.style()) ? who(one.label()) : "",
                left(one.from()),
                left(one.length()),
                row,
                one.detail(),
                HtmlWriter.seconds(one.from()),
                HtmlWriter.seconds(one.to()),
                one.detail());
        if (labelled) {
            page.add("<span>%s</span>", one.label());
        }
        page.add("</div>\n");
    }

    private String who(String label) {
        int who = processes.indexOf(label);
        return who < 0 ? "" : " who" + who % HUES;
    }

    private void mark(Mark one) {
        page.add(
                "<div class=\"m %s\" style=\"left:%s\" tabindex=\"-1\" role=\"img\" aria-label=\"%s\""
                        + " data-t=\"%s\" data-d=\"%s\">",
                one.style().css(),
                left(one.at()),
                one.detail(),
                HtmlWriter.seconds(one.at()),
                one.detail());
        if (labelled(one)) {
            page.add("<span aria-hidden=\"true\">%s</span>", one.label());
        }
        page.add("</div>\n");
    }

    /** Returns whether the lane needs room for labels above its marks. */
    private static boolean marked(Lane lane) {
        return lane.marks().stream().anyMatch(RunSection::labelled);
    }

    private static boolean labelled(Mark one) {
        return one.style() == SpanStyle.FAULT
                || one.style() == SpanStyle.ALARM
                || one.style() == SpanStyle.HANDOVER;
    }

    private String left(Duration time) {
        return String.format(
                Locale.ROOT, "%.4f%%", 100.0 * time.toNanos() / Math.max(1, length().toNanos()));
    }

    private void legend() {
        Set<SpanStyle> styles = new TreeSet<>();
        run.lanes().forEach(lane -> lane.spans().forEach(one -> styles.add(one.style())));
        styles.remove(SpanStyle.STEP);
        styles.removeAll(OWN_HUE);
        page.add("<ul class=\"legend\" aria-label=\"Colours\">");
        page.add("<li>Lock, file and token have the colour of their process.</li>");
        styles.forEach(
                style -> page.add("<li><i class=\"s %s\"></i>%s</li>", style.css(), word(style)));
        page.add("</ul>\n");
    }

    private static String word(SpanStyle style) {
        return switch (style) {
            case MESSAGE -> "message waiting for its answer";
            case ALARM -> "what must never be";
            case NOTICE -> "answered twice";
            case FINISHING -> "finishing its messages beside the next one";
            case FROZEN -> "stands still";
            case STALE -> "stale file";
            case OVER -> "ended";
            default -> style.css();
        };
    }
}
