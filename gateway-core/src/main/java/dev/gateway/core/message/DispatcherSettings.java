package dev.gateway.core.message;

import dev.gateway.core.time.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits for handling messages and sending answers.
 *
 * @param workers the number of conversations handled at a time
 * @param senders the number of answers sent at a time, over all platforms
 * @param maxAttempts the number of failed attempts after which a message is parked
 * @param deadline the time after which a handler is interrupted
 * @param grace the time after the interrupt until its thread is given up
 * @param sendDeadline the time after which sending one answer is interrupted
 * @param typingAfter the time until the conversation shows "typing…"
 * @param typingEvery the interval at which "typing…" is repeated
 * @param retry the pauses between the attempts of a handler
 * @param resend the pauses between the attempts to send
 * @param giveUpAfter the time after which an unsent answer is parked
 * @param apology the answer to a parked message
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
        Duration giveUpAfter,
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
     * Returns the defaults: 32 workers, 32 senders, ten minutes a message; six attempts within
     * about six minutes; a day of attempts to send an answer; no apology.
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

    /** Returns a copy with other numbers of workers and senders. */
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
                giveUpAfter,
                apology);
    }

    /** Returns a copy with another limit of attempts and other pauses between them. */
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
                giveUpAfter,
                apology);
    }

    /** Returns a copy with another deadline for handlers and grace after it. */
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
                giveUpAfter,
                apology);
    }

    /** Returns a copy with another deadline, other pauses and another total time for sending. */
    public DispatcherSettings withSending(Duration deadline, Backoff pauses, Duration giveUpAfter) {
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
                giveUpAfter,
                apology);
    }

    /** Returns a copy with other times for "typing…". */
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
                giveUpAfter,
                apology);
    }

    /** Returns a copy with an apology. */
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
                giveUpAfter,
                Optional.of(text));
    }
}
