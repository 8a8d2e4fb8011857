package dev.gateway.core.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The queue of answers for the platforms. Within a conversation they are sent in order, each after
 * its predecessor was sent or parked. A claim is the session's that made it: once another session
 * has taken it back, it is void; each step returns false then and changes nothing.
 *
 * <p>Between the acceptance by the platform and {@link #sentAsync} an answer is both sent and due.
 * If the process is killed in this window, the next one sends the answer again with the same id.
 * Feishu ({@code uuid}, one hour) and Weixin ({@code client_id}) recognise the id; Telegram has no
 * such id, so its users see the duplicate.
 */
public interface Outbox {

    /** Returns the platforms that have answers to send; reads memory only. */
    Set<String> platforms();

    /**
     * Returns the platforms that have answers to send, by the rows: unlike {@link #platforms} it
     * knows what another process has stored before the call.
     */
    Set<String> storedPlatforms() throws IOException, InterruptedException;

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
     * Claims up to {@code limit} answers that are due, of any platform, in one step; platforms take
     * turns. The time in the result is that of the platforms that had a share and did not use it
     * up.
     *
     * @param shares decides how many answers of a platform may be claimed now; asked only for
     *     platforms that have some, on another thread, perhaps more than once, so it must be quick
     *     and without an effect
     */
    default ClaimBatch<ClaimedAnswer> claim(Function<String, Share> shares, int limit)
            throws IOException, InterruptedException {
        List<String> turns = new ArrayList<>(platforms());
        Collections.shuffle(turns);
        List<ClaimedAnswer> taken = new ArrayList<>();
        Optional<Instant> nextDue = Optional.empty();
        for (String platform : turns) {
            if (taken.size() == limit) {
                break;
            }
            Share share = shares.apply(platform);
            try {
                int most = Math.min(share.answers(), limit - taken.size());
                ClaimBatch<ClaimedAnswer> own =
                        most > 0
                                ? claim(platform, most, share.retries())
                                : new ClaimBatch<>(List.of(), Optional.empty());
                taken.addAll(own.taken());
                if (own.taken().size() < most) {
                    nextDue = earlier(nextDue, own.nextDue());
                }
            } catch (IOException e) {
                if (taken.isEmpty()) {
                    throw e;
                }
                break; // What was claimed must be sent; the next call fails.
            }
        }
        return new ClaimBatch<>(taken, nextDue);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    /**
     * The number of answers of one platform that a claim may take.
     *
     * @param answers the maximum in all
     * @param retries the maximum from conversations whose last attempt failed
     */
    record Share(int answers, int retries) {

        /** Nothing may be claimed. */
        public static final Share NONE = new Share(0, 0);
    }

    /**
     * Returns the time at which the next unclaimed answer of a platform is due, except those of
     * repeatedly refused and of paced conversations; empty if there is none.
     */
    Optional<Instant> nextDue(String platform) throws IOException, InterruptedException;

    /**
     * Removes an answer that the platform has accepted. The call does not block: the thread of the
     * journal completes the future with the result, or with the {@link IOException} of a failure.
     *
     * @param platformId the platform's id of it, if it has one
     */
    CompletableFuture<Boolean> sentAsync(ClaimedAnswer answer, Optional<String> platformId);

    /** Counts a failed attempt and schedules another one. Its conversation waits until then. */
    boolean failed(ClaimedAnswer answer, String reason, Instant retryAt)
            throws IOException, InterruptedException;

    /**
     * Schedules another attempt without counting a failure, as the platform refuses its
     * conversation now. Only this conversation waits.
     *
     * @param untilHeard whether the next message of the user ends the wait too
     */
    boolean refused(ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard)
            throws IOException, InterruptedException;

    /**
     * Schedules another attempt without counting a failure, for a reason that does not concern its
     * conversation alone.
     */
    boolean postponed(ClaimedAnswer answer, Instant until) throws IOException, InterruptedException;

    /**
     * Schedules an attempt for later without counting anything, as the conversation has used up a
     * limit of its platform. Only this conversation waits, and {@link #nextDue} leaves it out.
     */
    boolean paced(ClaimedAnswer answer, Instant until) throws IOException, InterruptedException;

    /** Parks an answer until an operator retries or drops it. Its conversation goes on. */
    boolean parked(ClaimedAnswer answer, String reason) throws IOException, InterruptedException;

    /** Appends a text that answers no message to the queue of a conversation. */
    void append(String platform, String conversation, String text)
            throws IOException, InterruptedException;
}
