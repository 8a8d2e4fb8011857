package dev.gateway.core.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Answers on their way to the platforms. Within a conversation they come in order, and the next one
 * only when the one before was sent or parked.
 *
 * <p>Between the moment in which a platform has taken a message and {@link #sent} the message is
 * both sent and due. A process that is killed in this window sends it again when it comes back,
 * with the same id. Feishu ({@code uuid}, one hour) and Weixin ({@code client_id}) can tell;
 * Telegram has nothing of the kind, so there the second one is seen.
 */
public interface Outbox {

    /** The platforms that have answers to send; a look at memory. */
    Set<String> platforms();

    /** Takes up to {@code limit} answers of a platform that are due. */
    default ClaimBatch<ClaimedAnswer> claim(String platform, int limit)
            throws IOException, InterruptedException {
        return claim(platform, limit, limit);
    }

    /**
     * Takes up to {@code limit} answers of a platform that are due, at most {@code retries} of them
     * of conversations whose last try did not succeed.
     */
    ClaimBatch<ClaimedAnswer> claim(String platform, int limit, int retries)
            throws IOException, InterruptedException;

    /**
     * When the next answer of a platform that nobody sends now is due, conversations left out that
     * were refused again and again; empty if there is none.
     */
    Optional<Instant> nextDue(String platform) throws IOException, InterruptedException;

    /** Removes an answer that the platform has taken. */
    void sent(ClaimedAnswer answer) throws IOException, InterruptedException;

    /** Counts a failed try and tries again later. Its conversation waits until then. */
    void failed(ClaimedAnswer answer, String reason, Instant retryAt)
            throws IOException, InterruptedException;

    /**
     * Tries again later without counting a failed try, as the platform does not want its
     * conversation now. Only this conversation waits.
     *
     * @param untilHeard whether the next message of the other person ends the waiting as well
     */
    void refused(ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard)
            throws IOException, InterruptedException;

    /**
     * Tries again later without counting a failed try, for a reason that does not concern its
     * conversation alone.
     */
    void postponed(ClaimedAnswer answer, Instant until) throws IOException, InterruptedException;

    /** Sets an answer aside until an operator retries or drops it. Its conversation goes on. */
    void parked(ClaimedAnswer answer, String reason) throws IOException, InterruptedException;

    /** Puts a text that answers nothing behind what is there for that conversation. */
    void say(String platform, String conversation, String text)
            throws IOException, InterruptedException;
}
