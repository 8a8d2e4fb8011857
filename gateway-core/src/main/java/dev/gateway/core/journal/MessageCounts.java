package dev.gateway.core.journal;

/**
 * How many messages stand where.
 *
 * @param pending accepted, waiting for a handler
 * @param inFlight with a handler now
 * @param handled answered since the journal was created, whether or not the answer is sent already
 * @param failed messages and answers that are parked until an operator retries or drops them
 * @param outbox answers that have to be sent
 */
public record MessageCounts(long pending, long inFlight, long handled, long failed, long outbox) {

    /** Nothing at all. */
    public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0);
}
