package dev.gateway.sim.demo;

import dev.gateway.sim.chat.ChatterCount;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.Handover;
import dev.gateway.sim.referee.Overlap;
import dev.gateway.sim.referee.PollerRecord;
import dev.gateway.sim.referee.Referee;
import java.util.List;

/**
 * What a platform has to say in the end.
 *
 * @param platform its type
 * @param chat what became of the messages
 * @param pollers how many gateways polled its token, one after the other
 * @param handovers each change from one to the next
 * @param overlaps two pollers at once: what must never be
 */
record Verdict(
        String platform,
        ChatterCount chat,
        int pollers,
        List<Handover> handovers,
        List<Overlap> overlaps) {

    static Verdict of(FakePlatform platform, ChatterCount chat) {
        Referee referee = platform.referee();
        return new Verdict(
                platform.type(),
                chat,
                (int) referee.polls().stream().map(PollerRecord::client).distinct().count(),
                referee.tokens().stream()
                        .flatMap(token -> referee.handovers(token).stream())
                        .toList(),
                referee.violations());
    }

    /** Nothing lost, and never two pollers. An answer given twice is no loss. */
    boolean good() {
        return chat.lost() == 0 && chat.sent() > 0 && overlaps.isEmpty();
    }
}
