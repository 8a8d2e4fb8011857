package dev.gateway.sim.referee;

import dev.gateway.sim.server.ClientProcess;
import java.util.List;
import java.util.Optional;

/**
 * One message of a user, its deliveries and its answers.
 *
 * @param id unique within its ledger
 * @param token the label of the bot's token
 * @param conversation the conversation that it belongs to
 * @param text the text
 * @param saidNanos the time at which it was sent
 * @param deliveries each delivery to a client
 * @param answers each answer of the bot
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
     * A delivery of a message to a client, which may not have received it.
     *
     * @param nanos the time
     * @param connection the id of the connection
     * @param process the client's process, if known
     */
    public record Delivery(long nanos, long connection, Optional<ClientProcess> process) {}

    /**
     * An answer of the bot.
     *
     * @param nanos the time
     * @param text the text
     * @param connection the id of the connection
     * @param process the client's process, if known
     */
    public record Answer(
            long nanos, String text, long connection, Optional<ClientProcess> process) {}
}
