package dev.gateway.core.message;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the journal what has happened until it has got it: what a handler has answered or a
 * platform has taken must not be forgotten because the disk is full for a minute.
 */
final class Persistence {

    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final Backoff PAUSES =
            new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));

    private Persistence() {}

    static <T> T insist(Step<T> step) throws InterruptedException {
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
    interface Step<T> {
        T run() throws IOException, InterruptedException;
    }
}
