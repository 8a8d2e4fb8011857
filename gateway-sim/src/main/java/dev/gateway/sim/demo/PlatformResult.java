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
 * The outcome on one platform.
 *
 * @param platform the type of the platform
 * @param chat the counts of messages
 * @param pollers the number of gateways that polled its token, one after the other
 * @param handovers each change from one poller to the next
 * @param overlaps the times with two pollers, which must not occur
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
                referee.handovers(),
                referee.violations());
    }

    /** Returns the outcome as one line of text. */
    Timeline.Finding finding() {
        String gaps =
                handovers.stream()
                        // A frozen poller cannot end its poll: that is no gap.
                        .filter(one -> !one.gap().isNegative())
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

    /**
     * Returns whether no message was lost and there were never two pollers. An answer given twice
     * is no loss.
     */
    boolean good() {
        return chat.lost() == 0 && chat.sent() > 0 && overlaps.isEmpty();
    }
}
