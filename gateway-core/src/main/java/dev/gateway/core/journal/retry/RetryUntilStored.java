package dev.gateway.core.journal.retry;

import dev.gateway.core.time.Backoff;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries a journal call until it succeeds: the answer of a handler or the acceptance by a platform
 * must not be lost because the disk is full for a minute.
 */
public final class RetryUntilStored {

    private static final Logger LOG = LoggerFactory.getLogger(RetryUntilStored.class);
    private static final Backoff PAUSES =
            new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));

    private RetryUntilStored() {}

    public static <T> T retryUntilStored(Step<T> step) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return step.run();
            } catch (IOException | RuntimeException | Error e) {
                Thread.sleep(pauseAfter(failures, e).toMillis());
            }
        }
    }

    /** Returns the pause after a failure; the first failure of a call is logged. */
    static Duration pauseAfter(int failures, Throwable failure) {
        if (failures == 1 && failure instanceof IOException) {
            LOG.error("{} Trying again until it works.", failure.getMessage());
        } else if (failures == 1) {
            LOG.error("{}. Trying again until it works.", failure, failure);
        }
        return PAUSES.after(failures);
    }

    @FunctionalInterface
    public interface Step<T> {
        T run() throws IOException, InterruptedException;
    }
}
