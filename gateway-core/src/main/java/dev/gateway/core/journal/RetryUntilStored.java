package dev.gateway.core.journal;

import dev.gateway.core.time.RetryBackoff;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the journal what has happened until it has got it: what a handler has answered or a
 * platform has taken must not be forgotten because the disk is full for a minute.
 */
public final class RetryUntilStored {

    private static final Logger LOG = LoggerFactory.getLogger(RetryUntilStored.class);
    private static final RetryBackoff PAUSES =
            new RetryBackoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));

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
