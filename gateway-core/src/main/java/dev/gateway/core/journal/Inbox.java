package dev.gateway.core.journal;

import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Messages on their way to the handler: pending, in flight, then answered, done or parked. Within a
 * conversation they come in the order in which they were accepted, and the next one only when the
 * one before has left the inbox; conversations take turns.
 */
public interface Inbox {

    /** The platforms that have pending messages; a look at memory. */
    Set<String> platforms();

    /** Takes up to {@code limit} messages of these platforms that are due. */
    ClaimBatch<ClaimedMessage> claim(Collection<String> platforms, int limit)
            throws IOException, InterruptedException;

    /**
     * Marks a message answered and puts its answer into the outbox, in one transaction.
     *
     * @param parts in order; none if there is nothing to say
     * @return false if the claim is void; then nothing was stored
     */
    boolean answered(ClaimedMessage claim, List<AnswerPart> parts)
            throws IOException, InterruptedException;

    /**
     * Puts a message back for another try. Its conversation waits until then.
     *
     * @param reason why the try failed, in one line
     * @return false if the claim is void
     */
    boolean failed(ClaimedMessage claim, String reason, Instant retryAt)
            throws IOException, InterruptedException;

    /**
     * Sets a message aside until an operator retries or drops it. Its conversation goes on.
     *
     * @param reason why, in one line
     * @param apology what to tell the sender; none to say nothing
     * @return false if the claim is void
     */
    boolean parked(ClaimedMessage claim, String reason, List<AnswerPart> apology)
            throws IOException, InterruptedException;

    /**
     * Replaces the files of a message that were still with the platform by those that were loaded.
     * The message is pending again, and no attempt is counted.
     *
     * @param attachments all files of the message, in order
     * @param text its text, with a word on each file that could not be had
     * @return false if the claim is void
     */
    boolean loaded(ClaimedMessage claim, List<Attachment> attachments, String text)
            throws IOException, InterruptedException;

    /** Ends the pauses before further tries: what is pending is due at once. */
    void retryNow() throws IOException, InterruptedException;

    /** Makes a claim undone; its conversation waits until then, and no attempt is counted. */
    void postpone(ClaimedMessage claim, Instant until) throws IOException, InterruptedException;

    /** Makes claims undone: the messages are pending again and no attempt is counted. */
    void release(Collection<ClaimedMessage> claims) throws IOException, InterruptedException;
}
