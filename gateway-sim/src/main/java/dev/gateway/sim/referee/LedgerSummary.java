package dev.gateway.sim.referee;

import java.util.List;

/**
 * The counts of a ledger.
 *
 * @param said messages of users
 * @param delivered of these handed over at least once
 * @param redelivered of these handed over more than once
 * @param answered of these answered at least once
 * @param duplicated of these answered more than once
 * @param unanswered of these not answered yet
 * @param strays answers to nothing
 */
public record LedgerSummary(
        int said,
        int delivered,
        int redelivered,
        int answered,
        int duplicated,
        int unanswered,
        int strays) {

    static LedgerSummary of(List<LedgerMessage> messages, int strays) {
        int answered = count(messages.stream().filter(one -> !one.answers().isEmpty()).count());
        return new LedgerSummary(
                messages.size(),
                count(messages.stream().filter(one -> !one.deliveries().isEmpty()).count()),
                count(messages.stream().filter(one -> one.deliveries().size() > 1).count()),
                answered,
                count(messages.stream().filter(one -> one.answers().size() > 1).count()),
                messages.size() - answered,
                strays);
    }

    private static int count(long number) {
        return Math.toIntExact(number);
    }
}
