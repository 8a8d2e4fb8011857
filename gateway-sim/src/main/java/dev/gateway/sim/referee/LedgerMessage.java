package dev.gateway.sim.referee;

import dev.gateway.sim.server.ClientProcess;
import java.util.List;
import java.util.Optional;

/**
 * What became of one message of a user.
 *
 * @param id unique within its ledger
 * @param token the label of the bot's token
 * @param conversation where it was said
 * @param text what was said
 * @param saidNanos when
 * @param deliveries to whom it was handed over, each time
 * @param answers what the bot answered, each time
 */
public record LedgerMessage(
        String id,
        String token,
        String conversation,
        String text,
        long saidNanos,
        List<Delivery> deliveries,
        List<Answer> answers) {

    /** Copies the lists. */
    public LedgerMessage {
        deliveries = List.copyOf(deliveries);
        answers = List.copyOf(answers);
    }

    /**
     * A message was handed to a client; it need not have got there.
     *
     * @param nanos when
     * @param connection through which connection
     * @param process of which process, if known
     */
    public record Delivery(long nanos, long connection, Optional<ClientProcess> process) {}

    /**
     * An answer of the bot.
     *
     * @param nanos when
     * @param text what it said
     * @param connection through which connection
     * @param process of which process, if known
     */
    public record Answer(
            long nanos, String text, long connection, Optional<ClientProcess> process) {}
}
