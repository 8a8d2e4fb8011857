package dev.gateway.core.message;

import dev.gateway.core.time.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when this process has tried to send what is not sent yet; one answer of each conversation.
 * Measured by the monotonic clock: neither a clock that was wrong for a while nor a gateway that
 * was off for days makes an answer hopeless before it was tried for a while. The wall clock is
 * asked once, for the age of what former processes have left. Thread-safe.
 */
final class FirstAttemptTimes {

    /** An answer that is old enough to be parked is tried for at least so long before. */
    private static final Duration AT_LEAST = Duration.ofHours(1);

    private final Map<String, Try> byConversation = new ConcurrentHashMap<>();
    private final Instant begun;
    private final long begunNanos = System.nanoTime();

    FirstAttemptTimes(Clock clock) {
        this.begun = clock.instant();
    }

    /**
     * Notes a try that did not succeed.
     *
     * @param since when the answer was made
     * @return whether the answer has been tried for longer than {@code patience}
     */
    boolean tooLong(String conversation, String answer, Instant since, Duration patience) {
        long nanos = System.nanoTime();
        Try first =
                byConversation.compute(
                        conversation,
                        (key, known) ->
                                known != null && known.answer.equals(answer)
                                        ? known
                                        : new Try(answer, nanos));
        Duration tried = Duration.ofNanos(nanos - first.nanos);
        Duration least = Durations.min(patience, AT_LEAST);
        // What the clock is set to meanwhile makes nothing older.
        Instant now = begun.plusNanos(nanos - begunNanos);
        boolean old = since.isBefore(begun) && since.plus(patience).isBefore(now);
        return tried.compareTo(patience) > 0 || old && tried.compareTo(least) >= 0;
    }

    /** Forgets a conversation whose answer was sent or parked. */
    void over(String conversation) {
        byConversation.remove(conversation);
    }

    private record Try(String answer, long nanos) {}
}
