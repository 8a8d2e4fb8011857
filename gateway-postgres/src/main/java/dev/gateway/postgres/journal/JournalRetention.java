package dev.gateway.postgres.journal;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.postgres.table.ExpireRows;
import dev.gateway.postgres.writer.PlainTask;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The daemon thread {@code journal-retention}: it deletes expired rows of all accounts once a
 * minute, a few at a time. Each host does so; what one has deleted, the others do not find.
 */
final class JournalRetention implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Writers writers;
    private final JournalSettings settings;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private final SupervisedLoop loop =
            new SupervisedLoop("journal-retention", this::round, wake::release);

    JournalRetention(Writers writers, JournalSettings settings, Clock clock) {
        this.writers = writers;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        loop.start();
    }

    private void round() throws IOException, InterruptedException {
        wake.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        if (loop.isStopped()) {
            return;
        }
        prune();
    }

    private void prune() throws IOException, InterruptedException {
        // A row is old only if it is so for both clocks: one of them may be wrong for a while.
        long now =
                Math.min(
                        clock.millis(),
                        writers.get(0).call(new PlainTask<>(ExpireRows::databaseMillis)));
        long finished = now - settings.retention().toMillis();
        long parked = now - settings.parkedRetention().toMillis();
        OptionalLong at = OptionalLong.of(0);
        while (at.isPresent() && !loop.isStopped()) {
            long after = at.getAsLong();
            at =
                    writers.get(0)
                            .call(
                                    new PlainTask<>(
                                            connection ->
                                                    ExpireRows.messages(
                                                            connection, after, finished, parked)));
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
        boolean more = true;
        while (more && !loop.isStopped()) {
            more =
                    writers.get(0)
                            .call(
                                    new PlainTask<>(
                                            connection -> ExpireRows.others(connection, parked)));
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        loop.stop();
    }
}
