package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.sqlite.JournalDatabase.Tally;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The counts of the journal after the last commit, kept in memory so that reading them is free.
 * Immutable.
 */
record JournalStats(List<Tally> tallies, Optional<QuarantinedDatabase> replaced) {

    static final JournalStats NONE = new JournalStats(List.of(), Optional.empty());

    static JournalStats of(JournalDatabase database) throws SQLException {
        return new JournalStats(database.tallies(), database.replaced());
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
                sums.getOrDefault(Tally.DUE_ANSWERS, 0L),
                sums.getOrDefault(Tally.REFUSED, 0L));
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
