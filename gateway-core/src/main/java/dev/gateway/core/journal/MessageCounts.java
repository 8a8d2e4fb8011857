package dev.gateway.core.journal;

/**
 * The number of messages in each state.
 *
 * @param pending messages accepted and waiting for a handler
 * @param inFlight messages with a handler now
 * @param handled messages answered since the creation of the journal, including those whose answer
 *     is not sent yet
 * @param failed messages and answers that are parked until an operator retries or drops them
 * @param outbox answers to be sent
 * @param refused messages that were refused since the creation of the journal, by who wrote them or
 *     as they were not meant for the bot
 */
public record MessageCounts(
        long pending, long inFlight, long handled, long failed, long outbox, long refused) {

    /** All zero. */
    public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0);

    /** Creates the counts of a journal that has refused nothing. */
    public MessageCounts(long pending, long inFlight, long handled, long failed, long outbox) {
        this(pending, inFlight, handled, failed, outbox, 0);
    }
}
