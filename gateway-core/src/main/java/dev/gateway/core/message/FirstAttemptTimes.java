package dev.gateway.core.message;

import dev.gateway.core.time.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The times of this process's first attempts to send unsent answers, one answer per conversation.
 * Measured by the monotonic clock: neither a wrong clock nor a gateway that was off for days makes
 * an answer undeliverable before enough attempts. The wall clock is read once, for the age of
 * answers of former processes. Thread-safe.
 */
final class FirstAttemptTimes {

    /** The minimum time for attempts, also for an answer old enough to be parked. */
    private static final Duration MIN_TIME = Duration.ofHours(1);

    private final Map<String, Try> byConversation = new ConcurrentHashMap<>();
    private final Instant begun;
    private final long begunNanos = System.nanoTime();

    FirstAttemptTimes(Clock clock) {
        this.begun = clock.instant();
    }

    /**
     * Records a failed attempt.
     *
     * @param since the creation time of the answer
     * @return whether the attempts have lasted longer than {@code giveUpAfter}
     */
    boolean isExceeded(String conversation, String answer, Instant since, Duration giveUpAfter) {
        long nanos = System.nanoTime();
        Try first =
                byConversation.compute(
                        conversation,
                        (key, known) ->
                                known != null && known.answer.equals(answer)
                                        ? known
                                        : new Try(answer, nanos));
        Duration tried = Duration.ofNanos(nanos - first.nanos);
        Duration least = Durations.min(giveUpAfter, MIN_TIME);
        // A later change of the clock makes no answer older.
        Instant now = begun.plusNanos(nanos - begunNanos);
        boolean old = since.isBefore(begun) && since.plus(giveUpAfter).isBefore(now);
        return tried.compareTo(giveUpAfter) > 0 || old && tried.compareTo(least) >= 0;
    }

    /** Removes a conversation whose answer was sent or parked. */
    void remove(String conversation) {
        byConversation.remove(conversation);
    }

    private record Try(String answer, long nanos) {}
}
