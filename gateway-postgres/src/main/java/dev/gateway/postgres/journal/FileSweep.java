package dev.gateway.postgres.journal;

import dev.gateway.core.concurrent.SupervisedLoop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regular deletion of files that no message of any host needs, on the daemon thread {@code
 * shared-file-sweep}. Each host sweeps; a second one finds nothing.
 */
final class FileSweep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration EVERY = Duration.ofHours(1);

    private final HomeFiles files;
    private final SupervisedLoop loop =
            new SupervisedLoop("shared-file-sweep", this::run, () -> {});
    private Duration pause = FIRST;

    FileSweep(HomeFiles files) {
        this.files = files;
    }

    void start() {
        loop.start();
    }

    private void run() throws Exception {
        Thread.sleep(pause.toMillis());
        pause = EVERY;
        int removed = files.sweep();
        if (removed > 0) {
            LOG.info("Removed {} files that no message needs any more.", removed);
        }
    }

    /** Stops the sweep at once; the next one deletes the rest. */
    @Override
    public void close() {
        loop.stop();
        loop.interrupt();
    }
}
