package dev.gateway.core.journal;

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
            } catch (IOException e) {
                if (failures == 1) {
                    LOG.error("{} Trying again until it works.", e.getMessage());
                }
            } catch (RuntimeException | Error e) {
                if (failures == 1) {
                    LOG.error("{}. Trying again until it works.", e, e);
                }
            }
            Thread.sleep(PAUSES.after(failures).toMillis());
        }
    }

    @FunctionalInterface
    public interface Step<T> {
        T run() throws IOException, InterruptedException;
    }
}
