package dev.gateway.sim.timeline;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** The lanes of a platform: the pollers of its token, and its messages. */
record PlatformLaneBuilder(TimeAxis timeAxis, LongFunction<String> nameOf) {

    /** The longest pause between two polls of one span. */
    private static final long SERIES_GAP_NANOS = 700_000_000;

    /** The most marks of a lane: two gateways that take turns make hundreds. */
    private static final int MAX_HANDOVERS = 50;

    List<Lane> of(String name, FakePlatform platform, List<Mark> faults) {
        String type = platform.type().equals(name) ? "" : platform.type();
        List<Mark> marks = new ArrayList<>(faults);
        platform.referee().handovers().stream()
                .filter(each -> !each.gap().isNegative()) // else it is an alarm anyway
                .limit(MAX_HANDOVERS)
                .forEach(each -> marks.add(handover(name, each)));
        Lane token =
                new Lane(Lane.Kind.TOKEN, name, type, pollers(name, platform.referee()), marks);
        List<Span> messages = messages(platform);
        return messages.isEmpty()
                ? List.of(token)
                : List.of(token, new Lane(Lane.Kind.MESSAGES, name, "", messages, List.of()));
    }

    private List<Span> pollers(String name, Referee referee) {
        List<Span> spans = new ArrayList<>();
        Map<String, PollSeries> open = new LinkedHashMap<>();
        for (PollRecord poll : referee.polls()) {
            String client = poll.token() + poll.client();
            long end = poll.endNanos().orElse(timeAxis.end());
            PollSeries series = open.get(client);
            if (series != null && poll.startNanos() - series.to < SERIES_GAP_NANOS) {
                series.add(end);
            } else {
                if (series != null) {
                    spans.add(span(name, series));
                }
                open.put(client, new PollSeries(poller(poll), poll.startNanos(), end));
            }
        }
        open.values().forEach(series -> spans.add(span(name, series)));
        referee.violations().forEach(overlap -> spans.add(alarm(name, overlap)));
        return spans;
    }

    private Mark handover(String name, TokenHandover handover) {
        String gap = gap(handover.gap());
        return new Mark(
                timeAxis.at(handover.next().startNanos()),
                SpanStyle.HANDOVER,
                gap,
                "%s passes from %s to %s, not polled for %s"
                        .formatted(name, poller(handover.last()), poller(handover.next()), gap));
    }

    private static String gap(Duration gap) {
        long millis = gap.toMillis();
        return millis < 1_000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    private String poller(PollRecord poll) {
        return poll.process()
                .map(process -> nameOf.apply(process.pid()))
                .orElse("unknown process at port " + poll.clientPort());
    }

    private Span span(String name, PollSeries series) {
        return new Span(
                timeAxis.at(series.from),
                timeAxis.at(series.to),
                SpanStyle.POLL,
                series.poller,
                "%s polls %s, %d %s"
                        .formatted(
                                series.poller,
                                name,
                                series.polls,
                                series.polls == 1 ? "poll" : "polls"));
    }

    private Span alarm(String name, PollOverlap overlap) {
        long from = overlap.second().startNanos();
        long to = overlap.nanos().isPresent() ? from + overlap.nanos().getAsLong() : timeAxis.end();
        return new Span(
                timeAxis.at(from),
                timeAxis.at(to),
                SpanStyle.ALARM,
                "two pollers",
                "%s and %s poll %s at once"
                        .formatted(poller(overlap.first()), poller(overlap.second()), name));
    }

    private List<Span> messages(FakePlatform platform) {
        return platform.ledger().messages().stream().map(this::message).toList();
    }

    private Span message(LedgerMessage message) {
        int answers = message.answers().size();
        long end = answers == 0 ? timeAxis.end() : message.answers().get(0).nanos();
        SpanStyle style =
                answers == 1
                        ? SpanStyle.MESSAGE
                        : answers == 0 ? SpanStyle.ALARM : SpanStyle.NOTICE;
        String fate =
                answers == 0
                        ? "not answered"
                        : "answered after "
                                + TimeAxis.seconds(
                                        timeAxis.at(end).minus(timeAxis.at(message.saidNanos())));
        String label = answers == 0 ? "lost" : answers == 1 ? "answered" : "answered twice";
        return new Span(
                timeAxis.at(message.saidNanos()),
                timeAxis.at(end),
                style,
                label,
                message.text() + " " + fate + (answers > 1 ? ", " + answers + " times" : ""));
    }

    private static final class PollSeries {
        private final String poller;
        private final long from;
        private long to;
        private int polls = 1;

        private PollSeries(String poller, long from, long to) {
            this.poller = poller;
            this.from = from;
            this.to = to;
        }

        private void add(long end) {
            to = Math.max(to, end);
            polls++;
        }
    }
}
