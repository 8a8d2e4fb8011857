package dev.gateway.sim.runner;

import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.LedgerSummary;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.referee.TokenHandover;
import dev.gateway.sim.scenario.Expectation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The observations about messages, pollers and the gaps between pollers. */
record ChatObserver(ScenarioEnvironment environment) {

    Observation pollers(Expectation.Pollers wanted) {
        int atOnce =
                environment.platforms(wanted.platform()).stream()
                        .mapToInt(platform -> atOnce(platform.referee()))
                        .max()
                        .orElse(0);
        boolean satisfied =
                wanted.most().filter(most -> atOnce > most).isEmpty()
                        && wanted.least().filter(least -> atOnce < least).isEmpty();
        return new Observation(satisfied, "at most " + atOnce + " at once");
    }

    private static int atOnce(Referee referee) {
        Map<PollRecord, Long> met =
                referee.violations().stream()
                        .collect(Collectors.groupingBy(PollOverlap::second, Collectors.counting()));
        int others = met.values().stream().mapToInt(Long::intValue).max().orElse(0);
        return referee.polls().isEmpty() ? 0 : 1 + others;
    }

    Observation answered(Expectation.Answered wanted) {
        int answered = sum(wanted.platform(), LedgerSummary::answered);
        return new Observation(answered >= wanted.least(), answered + " answered");
    }

    Observation lost(Optional<String> platform, int most, int least) {
        int said = sum(platform, LedgerSummary::said);
        int lost = sum(platform, LedgerSummary::unanswered);
        boolean satisfied = least > 0 ? lost >= least : lost <= most;
        return new Observation(satisfied, lost + " of " + said + " not answered");
    }

    /**
     * Tells whether what was said before a time ({@link System#nanoTime}) is answered. A chat that
     * goes on always has a message on its way.
     */
    Observation answeredOfBefore(long nanos) {
        List<LedgerMessage> said =
                environment.platforms(Optional.empty()).stream()
                        .flatMap(one -> one.ledger().messages().stream())
                        .filter(message -> message.saidNanos() - nanos <= 0)
                        .toList();
        long lost = said.stream().filter(message -> message.answers().isEmpty()).count();
        return new Observation(lost == 0, lost + " of " + said.size() + " not answered");
    }

    Observation duplicated(Expectation.Duplicated wanted) {
        int duplicated = sum(wanted.platform(), LedgerSummary::duplicated);
        return new Observation(
                duplicated <= wanted.most(), duplicated + " answered more than once");
    }

    private int sum(Optional<String> platform, ToIntFunction<LedgerSummary> count) {
        return environment.platforms(platform).stream()
                .mapToInt(one -> count.applyAsInt(one.ledger().summary()))
                .sum();
    }

    /** Compares the longest gap; not satisfied if no token changed its poller. */
    Observation gap(Expectation.Gap wanted) {
        List<Duration> gaps = gaps(wanted.platform());
        Optional<Duration> longest = gaps.stream().max(Comparator.naturalOrder());
        boolean satisfied =
                longest.isPresent()
                        && wanted.most().filter(most -> longest.get().compareTo(most) > 0).isEmpty()
                        && wanted.least()
                                .filter(least -> longest.get().compareTo(least) < 0)
                                .isEmpty();
        return new Observation(
                satisfied, gaps.isEmpty() ? "no change of the poller" : "gaps of " + text(gaps));
    }

    List<Duration> gaps(Optional<String> platform) {
        return environment.platforms(platform).stream()
                .flatMap(one -> one.referee().handovers().stream())
                .map(TokenHandover::gap)
                .toList();
    }

    static String text(List<Duration> gaps) {
        return gaps.stream()
                .map(gap -> String.format(Locale.ROOT, "%.3f s", gap.toNanos() / 1e9))
                .collect(Collectors.joining(", "));
    }
}
