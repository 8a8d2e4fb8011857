package dev.gateway.sim.timeline;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.Overlap;
import dev.gateway.sim.referee.PollerRecord;
import dev.gateway.sim.referee.Referee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** What a platform saw: who polled, and what became of the messages. */
record PlatformLanes(Clock clock, LongFunction<String> nameOf) {

    /** Polls that follow each other as fast as this are one stretch. */
    private static final long ONE_STRETCH = 700_000_000;

    List<Lane> of(String name, FakePlatform platform, List<Moment> troubles) {
        String type = platform.type().equals(name) ? "" : platform.type();
        Lane token =
                new Lane(Lane.Kind.TOKEN, name, type, pollers(name, platform.referee()), troubles);
        List<Stretch> messages = messages(platform);
        return messages.isEmpty()
                ? List.of(token)
                : List.of(token, new Lane(Lane.Kind.MESSAGES, name, "", messages, List.of()));
    }

    private List<Stretch> pollers(String name, Referee referee) {
        List<Stretch> stretches = new ArrayList<>();
        Map<String, Run> open = new LinkedHashMap<>();
        for (PollerRecord poll : referee.polls()) {
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

    private String who(PollerRecord poll) {
        return poll.process()
                .map(process -> nameOf.apply(process.pid()))
                .orElse("somebody at port " + poll.clientPort());
    }

    private Stretch stretch(String name, Run run) {
        return new Stretch(
                clock.at(run.from),
                clock.at(run.to),
                Tone.POLL,
                run.who,
                "%s polls %s, %d %s"
                        .formatted(run.who, name, run.polls, run.polls == 1 ? "poll" : "polls"));
    }

    private Stretch alarm(String name, Overlap overlap) {
        long from = overlap.second().startNanos();
        long to = overlap.nanos().isPresent() ? from + overlap.nanos().getAsLong() : clock.end();
        return new Stretch(
                clock.at(from),
                clock.at(to),
                Tone.ALARM,
                "two pollers",
                "%s and %s poll %s at once"
                        .formatted(who(overlap.first()), who(overlap.second()), name));
    }

    private List<Stretch> messages(FakePlatform platform) {
        return platform.ledger().messages().stream().map(this::message).toList();
    }

    private Stretch message(LedgerMessage message) {
        int answers = message.answers().size();
        long end = answers == 0 ? clock.end() : message.answers().get(0).nanos();
        Tone tone = answers == 1 ? Tone.MESSAGE : answers == 0 ? Tone.ALARM : Tone.NOTICE;
        String fate =
                answers == 0
                        ? "not answered"
                        : "answered after "
                                + Clock.seconds(clock.at(end).minus(clock.at(message.saidNanos())));
        String label = answers == 0 ? "lost" : answers == 1 ? "answered" : "answered twice";
        return new Stretch(
                clock.at(message.saidNanos()),
                clock.at(end),
                tone,
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
