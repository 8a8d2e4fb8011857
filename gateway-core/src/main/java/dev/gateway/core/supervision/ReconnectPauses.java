package dev.gateway.core.supervision;

import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.List;

/**
 * The pauses between the attempts to serve one platform, by the kind of their end. Used by the
 * platform's thread; contacts and questions may come from others.
 */
final class ReconnectPauses {

    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

    /**
     * The pauses after rejections. A rejection can be a passing mistake of the platform or of a
     * proxy, so it is checked again: soon, to learn whether it lasts, and then with growing pauses.
     */
    private static final List<Duration> REJECTION_PAUSES =
            List.of(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(10));

    /** The number of consecutive rejections from which they count as permanent. */
    private static final int PERMANENT_REJECTIONS = 3;

    private final Backoff.Sequence backoff = new Backoff(MIN_PAUSE, 2, MAX_PAUSE, 0.5).sequence();
    private volatile int rejections;
    private volatile boolean progress;

    /** Returns the growing pauses after failures. */
    Backoff.Sequence backoff() {
        return backoff;
    }

    /** Records the begin of an attempt. */
    void begin() {
        progress = false;
    }

    /** Records an answer of the platform during the attempt. */
    void contact() {
        progress = true;
    }

    /** Returns the pause after an attempt that failed. */
    Duration afterFailure() {
        rejections = 0;
        if (progress) {
            backoff.reset();
        }
        return backoff.next();
    }

    /** Returns the pause after an attempt whose credentials were rejected. */
    Duration afterRejection() {
        rejections = progress ? 1 : rejections + 1;
        return REJECTION_PAUSES.get(Math.min(rejections, REJECTION_PAUSES.size()) - 1);
    }

    /**
     * Returns the pause after an expired session: two quick checks first, then the platform's own
     * pause.
     */
    Duration afterExpiry(Duration asked) {
        Duration soon = afterRejection();
        return rejections < PERMANENT_REJECTIONS ? soon : Durations.max(asked, soon);
    }

    /** Returns whether the last rejections were enough to count as permanent. */
    boolean isRejectionPermanent() {
        return rejections >= PERMANENT_REJECTIONS;
    }
}
