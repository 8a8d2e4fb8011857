package dev.gateway.sim.chat;

import dev.gateway.sim.referee.LedgerMessage;
import java.time.Duration;
import java.util.List;

/**
 * The counts of a user's messages and their answers.
 *
 * @param sent messages sent
 * @param answered messages answered at least once
 * @param lost messages without an answer; a message sent a moment ago may still get one
 * @param duplicated messages answered more than once
 * @param slowest the longest time from a message to its first answer
 */
public record ChatStats(int sent, int answered, int lost, int duplicated, Duration slowest) {

    static ChatStats of(List<SentMessage> messages) {
        int answered = 0;
        int duplicated = 0;
        long slowest = 0;
        for (SentMessage message : messages) {
            LedgerMessage entry = message.ledgerMessage();
            int answers = entry.answers().size();
            if (answers > 0) {
                answered++;
                slowest = Math.max(slowest, entry.answers().get(0).nanos() - entry.saidNanos());
            }
            if (answers > 1) {
                duplicated++;
            }
        }
        return new ChatStats(
                messages.size(),
                answered,
                messages.size() - answered,
                duplicated,
                Duration.ofNanos(slowest));
    }

    /** Returns true if each message was answered exactly once. */
    public boolean flawless() {
        return lost == 0 && duplicated == 0;
    }
}
