package dev.gateway.sim.timeline;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.referee.Referee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** What a platform saw: who polled, and what became of the messages. */
record PlatformLaneBuilder(TimeAxis clock, LongFunction<String> nameOf) {

    /** Polls that follow each other as fast as this are one stretch. */
    private static final long ONE_STRETCH = 700_000_000;

    List<Lane> of(String name, FakePlatform platform, List<Mark> troubles) {
        String type = platform.type().equals(name) ? "" : platform.type();
        Lane token =
                new Lane(Lane.Kind.TOKEN, name, type, pollers(name, platform.referee()), troubles);
        List<Span> messages = messages(platform);
        return messages.isEmpty()
                ? List.of(token)
                : List.of(token, new Lane(Lane.Kind.MESSAGES, name, "", messages, List.of()));
    }

    private List<Span> pollers(String name, Referee referee) {
        List<Span> stretches = new ArrayList<>();
        Map<String, Run> open = new LinkedHashMap<>();
        for (PollRecord poll : referee.polls()) {
            String client = poll.token() + poll.client();
            long end = poll.endNanos().orElse(clock.end());
            Run run = open.get(client);
            if (run != null && poll.startNanos() - run.to < ONE_STRETCH) {
                run.add(end);
            } else {
                if (run != null) {
                    stretches.add(stretch(name, run));
                }
                open.put(client, new Run(who(poll), poll.startNanos(), end));
            }
        }
        open.values().forEach(run -> stretches.add(stretch(name, run)));
        referee.violations().forEach(overlap -> stretches.add(alarm(name, overlap)));
        return stretches;
    }

    private String who(PollRecord poll) {
        return poll.process()
                .map(process -> nameOf.apply(process.pid()))
                .orElse("somebody at port " + poll.clientPort());
    }

    private Span stretch(String name, Run run) {
        return new Span(
                clock.at(run.from),
                clock.at(run.to),
                SpanStyle.POLL,
                run.who,
                "%s polls %s, %d %s"
                        .formatted(run.who, name, run.polls, run.polls == 1 ? "poll" : "polls"));
    }

    private Span alarm(String name, PollOverlap overlap) {
        long from = overlap.second().startNanos();
        long to = overlap.nanos().isPresent() ? from + overlap.nanos().getAsLong() : clock.end();
        return new Span(
                clock.at(from),
                clock.at(to),
                SpanStyle.ALARM,
                "two pollers",
                "%s and %s poll %s at once"
                        .formatted(who(overlap.first()), who(overlap.second()), name));
    }

    private List<Span> messages(FakePlatform platform) {
        return platform.ledger().messages().stream().map(this::message).toList();
    }

    private Span message(LedgerMessage message) {
        int answers = message.answers().size();
        long end = answers == 0 ? clock.end() : message.answers().get(0).nanos();
        SpanStyle style =
                answers == 1
                        ? SpanStyle.MESSAGE
                        : answers == 0 ? SpanStyle.ALARM : SpanStyle.NOTICE;
        String fate =
                answers == 0
                        ? "not answered"
                        : "answered after "
                                + TimeAxis.seconds(
                                        clock.at(end).minus(clock.at(message.saidNanos())));
        String label = answers == 0 ? "lost" : answers == 1 ? "answered" : "answered twice";
        return new Span(
                clock.at(message.saidNanos()),
                clock.at(end),
                style,
                label,
                message.text() + " " + fate + (answers > 1 ? ", " + answers + " times" : ""));
    }

    private static final class Run {
        private final String who;
        private final long from;
        private long to;
        private int polls = 1;

        private Run(String who, long from, long to) {
            this.who = who;
            this.from = from;
            this.to = to;
        }

        private void add(long end) {
            to = Math.max(to, end);
            polls++;
        }
    }
}
