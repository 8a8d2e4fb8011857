package dev.gateway.core.token;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The source of epochs that only grow, also when the record of the last holder was deleted or could
 * not be written: an epoch is the time in microseconds, or one more than the last one where that is
 * later. Only a clock that was set back and a record that is gone can together repeat one.
 * Thread-safe.
 */
final class TokenEpochs {

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    TokenEpochs(Clock clock) {
        this.clock = clock;
    }

    /** Returns the epoch that follows the recorded one. */
    long next(long recorded) {
        Instant now = clock.instant();
        long micros =
                TimeUnit.SECONDS.toMicros(now.getEpochSecond())
                        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        return last.updateAndGet(previous -> Math.max(micros, Math.max(previous, recorded) + 1));
    }
}
