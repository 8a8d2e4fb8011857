package dev.gateway.core.journal;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The queue of messages for the handler: pending, in flight, then answered, done or parked. Within
 * a conversation they are served in the order of acceptance, each after its predecessor has left
 * the inbox; conversations take turns. A claim is the session's that made it: once another session
 * has taken it back, it is void, and finishing it changes nothing.
 */
public interface Inbox {

    /** Returns the platforms that have pending messages; reads memory only. */
    Set<String> platforms();

    /** Claims up to {@code limit} messages of these platforms that are due. */
    ClaimBatch<ClaimedMessage> claim(Collection<String> platforms, int limit)
            throws IOException, InterruptedException;

    /**
     * Claims up to {@code limit} messages that are due, of any platform, in one step; platforms
     * take turns.
     *
     * @param usable decides whether messages of a platform may be claimed now; asked only for
     *     platforms that have some, on another thread, perhaps more than once, so it must be quick
     *     and without an effect
     */
    default ClaimBatch<ClaimedMessage> claim(Predicate<String> usable, int limit)
            throws IOException, InterruptedException {
        List<String> platforms = platforms().stream().filter(usable).toList();
        return platforms.isEmpty()
                ? new ClaimBatch<>(List.of(), Optional.empty())
                : claim(platforms, limit);
    }

    /**
     * Marks a message answered and puts its answer into the outbox, in one transaction.
     *
     * @param parts in order; empty for no answer
     * @return false if the claim is void and nothing was stored
     */
    boolean answered(ClaimedMessage claim, List<MessagePart> parts)
            throws IOException, InterruptedException;

    /**
     * Does what {@link #answered} does, for an answer without files, and does not block: the thread
     * of the journal completes the future with the result, or with the {@link IOException} of a
     * failure.
     */
    CompletableFuture<Boolean> answeredAsync(ClaimedMessage claim, List<MessagePart> parts);

    /**
     * Returns a message to the queue for another attempt. Its conversation waits until then.
     *
     * @param reason the reason of the failure, in one line
     * @return false if the claim is void
     */
    boolean failed(ClaimedMessage claim, String reason, Instant retryAt)
            throws IOException, InterruptedException;

    /**
     * Parks a message until an operator retries or drops it. Its conversation goes on.
     *
     * @param reason the reason, in one line
     * @param apology the answer to the sender; empty for none
     * @return false if the claim is void
     */
    boolean parked(ClaimedMessage claim, String reason, List<MessagePart> apology)
            throws IOException, InterruptedException;

    /**
     * Completes a message: replaces its remote files by the downloaded ones, and its context. The
     * message is pending again, and no attempt is counted.
     *
     * @param attachments all files of the message, in order
     * @param text its text, with a note on each file that could not be downloaded
     * @param context its context, with what it quotes
     * @return false if the claim is void
     */
    boolean loaded(
            ClaimedMessage claim, List<Attachment> attachments, String text, MessageContext context)
            throws IOException, InterruptedException;

    /** Names the conversation of a message whose names became known after it was stored. */
    void named(String platform, InboundMessage message) throws IOException, InterruptedException;

    /** Ends the pauses before further attempts: all pending messages are due at once. */
    void retryNow() throws IOException, InterruptedException;

    /**
     * Reverts a claim; its conversation waits until {@code until}, and no attempt is counted.
     *
     * @return false if the claim is void
     */
    boolean postpone(ClaimedMessage claim, Instant until) throws IOException, InterruptedException;

    /**
     * Reverts claims: the messages are pending again and no attempt is counted.
     *
     * @return the number of claims that were not void
     */
    int release(Collection<ClaimedMessage> claims) throws IOException, InterruptedException;
}
