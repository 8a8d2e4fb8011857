package dev.gateway.sim.demo;

import dev.gateway.sim.chat.ChatStats;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.referee.TokenHandover;
import dev.gateway.sim.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a platform has to say in the end.
 *
 * @param platform its type
 * @param chat what became of the messages
 * @param pollers how many gateways polled its token, one after the other
 * @param handovers each change from one to the next
 * @param overlaps two pollers at once: what must never be
 */
record PlatformResult(
        String platform,
        ChatStats chat,
        int pollers,
        List<TokenHandover> handovers,
        List<PollOverlap> overlaps) {

    static PlatformResult of(FakePlatform platform, ChatStats chat) {
        Referee referee = platform.referee();
        return new PlatformResult(
                platform.type(),
                chat,
                (int) referee.polls().stream().map(PollRecord::client).distinct().count(),
                referee.tokens().stream()
                        .flatMap(token -> referee.handovers(token).stream())
                        .toList(),
                referee.violations());
    }

    /** The same in one line. */
    Timeline.Finding finding() {
        String gaps =
                handovers.stream()
                        .map(one -> String.format(Locale.ROOT, "%.3f s", one.gap().toNanos() / 1e9))
                        .collect(Collectors.joining(", "));
        String text =
                "%s: %d said, %d answered, %d lost, %d answered twice; %s; gaps %s"
                        .formatted(
                                platform,
                                chat.sent(),
                                chat.answered(),
                                chat.lost(),
                                chat.duplicated(),
                                overlaps.isEmpty()
                                        ? "never two pollers"
                                        : overlaps.size() + " times two pollers",
                                gaps);
        return new Timeline.Finding(good(), text);
    }

    /** Nothing lost, and never two pollers. An answer given twice is no loss. */
    boolean good() {
        return chat.lost() == 0 && chat.sent() > 0 && overlaps.isEmpty();
    }
}
