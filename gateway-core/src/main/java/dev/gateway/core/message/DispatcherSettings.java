package dev.gateway.core.message;

import dev.gateway.core.time.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How messages are handled and answers are sent.
 *
 * @param workers how many conversations are handled at a time
 * @param senders how many conversations of one platform are answered at a time
 * @param maxAttempts after how many failed tries a message is parked
 * @param deadline how long a handler may take for one message before it is interrupted
 * @param grace how long it may take to react to that before its thread is given up
 * @param sendDeadline how long a platform may take for one answer before the call is interrupted
 * @param typingAfter how long a handler works before the conversation shows "typing…"
 * @param typingEvery how often that is said again
 * @param retry pauses between the tries of a handler
 * @param resend pauses between the tries of a sending
 * @param patience for how long the sending of an answer is tried before it is parked
 * @param apology what to tell the sender of a message that is parked
 */
public record DispatcherSettings(
        int workers,
        int senders,
        int maxAttempts,
        Duration deadline,
        Duration grace,
        Duration sendDeadline,
        Duration typingAfter,
        Duration typingEvery,
        Backoff retry,
        Backoff resend,
        Duration patience,
        Optional<String> apology) {

    /** Longest wait of the dispatcher for a signal. */
    static final Duration MAX_WAIT = Duration.ofMinutes(1);

    /** Wait for a platform without an adapter, in case no signal tells that it has got one. */
    static final Duration ADAPTER_CHECK_INTERVAL = Duration.ofSeconds(1);

    /** Checks the bounds. */
    public DispatcherSettings {
        if (workers < 1 || senders < 1 || maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "at least one worker, sender and attempt: "
                            + workers
                            + ", "
                            + senders
                            + ", "
                            + maxAttempts);
        }
    }

    /**
     * 32 workers, 32 senders for each platform, ten minutes a message; six tries within about six
     * minutes; answers are tried for a day; no apology.
     */
    public static DispatcherSettings defaults() {
        return new DispatcherSettings(
                32,
                32,
                6,
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                new Backoff(Duration.ofSeconds(1), 4, Duration.ofMinutes(5)),
                new Backoff(Duration.ofMillis(500), 2, Duration.ofMinutes(1)),
                Duration.ofDays(1),
                Optional.empty());
    }

    /** The same with other numbers of workers and senders. */
    public DispatcherSettings withThreads(int workers, int senders) {
        return new DispatcherSettings(
                workers,
                senders,
                maxAttempts,
                deadline,
                grace,
                sendDeadline,
                typingAfter,
                typingEvery,
                retry,
                resend,
                patience,
                apology);
    }

    /** The same with another limit of tries and other pauses between them. */
    public DispatcherSettings withAttempts(int attempts, Backoff pauses) {
        return new DispatcherSettings(
                workers,
                senders,
                attempts,
                deadline,
                grace,
                sendDeadline,
                typingAfter,
                typingEvery,
                pauses,
                resend,
                patience,
                apology);
    }

    /** The same with another deadline for handlers and grace after it. */
    public DispatcherSettings withDeadline(Duration deadline, Duration grace) {
        return new DispatcherSettings(
                workers,
                senders,
                maxAttempts,
                deadline,
                grace,
                sendDeadline,
                typingAfter,
                typingEvery,
                retry,
                resend,
                patience,
                apology);
    }

    /** The same with another deadline, other pauses and another patience for sending. */
    public DispatcherSettings withSending(Duration deadline, Backoff pauses, Duration patience) {
        return new DispatcherSettings(
                workers,
                senders,
                maxAttempts,
                this.deadline,
                grace,
                deadline,
                typingAfter,
                typingEvery,
                retry,
                pauses,
                patience,
                apology);
    }

    /** The same with other times for "typing…". */
    public DispatcherSettings withTyping(Duration after, Duration every) {
        return new DispatcherSettings(
                workers,
                senders,
                maxAttempts,
                deadline,
                grace,
                sendDeadline,
                after,
                every,
                retry,
                resend,
                patience,
                apology);
    }

    /** The same with an apology. */
    public DispatcherSettings withApology(String text) {
        return new DispatcherSettings(
                workers,
                senders,
                maxAttempts,
                deadline,
                grace,
                sendDeadline,
                typingAfter,
                typingEvery,
                retry,
                resend,
                patience,
                Optional.of(text));
    }
}
