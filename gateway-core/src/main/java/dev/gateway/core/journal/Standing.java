package dev.gateway.core.journal;

import dev.gateway.core.journal.Store.Tally;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the journal looked like after the last commit: kept in memory so that a look at it is free.
 * Immutable.
 */
record Standing(List<Tally> tallies, Optional<Replacement> replaced) {

    static final Standing NONE = new Standing(List.of(), Optional.empty());

    static Standing of(Store store) throws SQLException {
        return new Standing(store.tallies(), store.replaced());
    }

    MessageCounts counts() {
        Map<Integer, Long> sums =
                tallies.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Tally::what, Collectors.summingLong(Tally::n)));
        return new MessageCounts(
                sum(sums, MessageState.PENDING),
                sum(sums, MessageState.IN_FLIGHT),
                sum(sums, MessageState.ANSWERED) + sum(sums, MessageState.DONE),
                sum(sums, MessageState.PARKED) + sums.getOrDefault(Tally.PARKED_ANSWERS, 0L),
                sums.getOrDefault(Tally.DUE_ANSWERS, 0L));
    }

    long pending(String platform) {
        return tallies.stream()
                .filter(tally -> tally.what() == MessageState.PENDING.code())
                .filter(tally -> tally.platform().equals(platform))
                .mapToLong(Tally::n)
                .sum();
    }

    Set<String> withPending() {
        return platforms(tally -> tally.what() == MessageState.PENDING.code());
    }

    Set<String> withAnswers() {
        return platforms(tally -> tally.what() == Tally.DUE_ANSWERS);
    }

    private Set<String> platforms(Predicate<Tally> what) {
        return tallies.stream()
                .filter(what)
                .filter(tally -> tally.n() > 0)
                .map(Tally::platform)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static long sum(Map<Integer, Long> sums, MessageState state) {
        return sums.getOrDefault(state.code(), 0L);
    }
}
