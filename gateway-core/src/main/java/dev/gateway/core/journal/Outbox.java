package dev.gateway.core.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The queue of answers for the platforms. Within a conversation they are sent in order, each after
 * its predecessor was sent or parked.
 *
 * <p>Between the acceptance by the platform and {@link #sent} an answer is both sent and due. If
 * the process is killed in this window, the next one sends the answer again with the same id.
 * Feishu ({@code uuid}, one hour) and Weixin ({@code client_id}) recognise the id; Telegram has no
 * such id, so its users see the duplicate.
 */
public interface Outbox {

    /** Returns the platforms that have answers to send; reads memory only. */
    Set<String> platforms();

    /** Claims up to {@code limit} answers of a platform that are due. */
    default ClaimBatch<ClaimedAnswer> claim(String platform, int limit)
            throws IOException, InterruptedException {
        return claim(platform, limit, limit);
    }

    /**
     * Claims up to {@code limit} answers of a platform that are due, at most {@code retries} of
     * them of conversations whose last attempt failed.
     */
    ClaimBatch<ClaimedAnswer> claim(String platform, int limit, int retries)
            throws IOException, InterruptedException;

    /**
     * Returns the time at which the next unclaimed answer of a platform is due, except those of
     * repeatedly refused and of paced conversations; empty if there is none.
     */
    Optional<Instant> nextDue(String platform) throws IOException, InterruptedException;

    /**
     * Removes an answer that the platform has accepted.
     *
     * @param platformId the platform's id of it, if it has one
     */
    void sent(ClaimedAnswer answer, Optional<String> platformId)
            throws IOException, InterruptedException;

    /** Counts a failed attempt and schedules another one. Its conversation waits until then. */
    void failed(ClaimedAnswer answer, String reason, Instant retryAt)
            throws IOException, InterruptedException;

    /**
     * Schedules another attempt without counting a failure, as the platform refuses its
     * conversation now. Only this conversation waits.
     *
     * @param untilHeard whether the next message of the user ends the wait too
     */
    void refused(ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard)
            throws IOException, InterruptedException;

    /**
     * Schedules another attempt without counting a failure, for a reason that does not concern its
     * conversation alone.
     */
    void postponed(ClaimedAnswer answer, Instant until) throws IOException, InterruptedException;

    /**
     * Schedules an attempt for later without counting anything, as the conversation has used up a
     * limit of its platform. Only this conversation waits, and {@link #nextDue} leaves it out.
     */
    void paced(ClaimedAnswer answer, Instant until) throws IOException, InterruptedException;

    /** Parks an answer until an operator retries or drops it. Its conversation goes on. */
    void parked(ClaimedAnswer answer, String reason) throws IOException, InterruptedException;

    /** Appends a text that answers no message to the queue of a conversation. */
    void append(String platform, String conversation, String text)
            throws IOException, InterruptedException;
}
