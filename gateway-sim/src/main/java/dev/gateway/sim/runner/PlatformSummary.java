package dev.gateway.sim.runner;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.LedgerSummary;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import java.util.List;

/**
 * The figures of one platform.
 *
 * @param name the name of the platform
 * @param messages the counts of messages
 * @param overlaps the number of times that two processes polled its token at once
 * @param gaps the times between two pollers
 */
public record PlatformSummary(
        String name, LedgerSummary messages, int overlaps, List<Duration> gaps) {

    static PlatformSummary of(String name, FakePlatform platform) {
        Referee referee = platform.referee();
        return new PlatformSummary(
                name,
                platform.ledger().summary(),
                referee.violations().size(),
                referee.handovers().stream().map(TokenHandover::gap).toList());
    }

    /** Returns the figures as one line of text. */
    String line() {
        String pollers = overlaps == 0 ? "never two pollers" : overlaps + " times two pollers";
        String changes = gaps.isEmpty() ? "" : ", gaps " + ChatObserver.text(gaps);
        return "%s: %d said, %d answered, %d twice, %s%s"
                .formatted(
                        name,
                        messages.said(),
                        messages.answered(),
                        messages.duplicated(),
                        pollers,
                        changes);
    }
}
