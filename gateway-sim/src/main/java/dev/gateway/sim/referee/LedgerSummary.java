package dev.gateway.sim.referee;

import java.util.List;

/**
 * The counts of a ledger.
 *
 * @param said messages of users
 * @param delivered messages delivered at least once
 * @param redelivered messages delivered more than once
 * @param answered messages answered at least once
 * @param duplicated messages answered more than once
 * @param unanswered messages not answered yet
 * @param strays answers to no message
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
