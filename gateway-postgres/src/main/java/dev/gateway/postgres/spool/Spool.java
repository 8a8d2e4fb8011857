package dev.gateway.postgres.spool;

import dev.gateway.core.concurrent.InFlightTracker;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.MediaReferences;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that platforms gave to this host while the database did not answer. What has not been
 * stored within a second goes to the disk of the home as well, and leaves it when it is stored: so
 * neither a stop nor a SIGKILL during an outage loses what a platform gives only once. A batch that
 * only this disk has was not confirmed to its platform, and is stored late by the daemon thread
 * {@code spool}, in this process or in the next one of the home. Thread-safe.
 */
public final class Spool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /** The time after which a batch that is not stored is written to the disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofSeconds(15);

    private final SpoolFolder folder;
    private final LateStore late;
    private final Duration patience;

    /** The files whose batches the journal of this process is still storing. */
    private final Set<Path> inProgress = ConcurrentHashMap.newKeySet();

    private final InFlightTracker<KeptBatch> unfinished = new InFlightTracker<>();

    private final Semaphore wake = new Semaphore(0);
    private final SupervisedLoop loop = new SupervisedLoop("spool", this::run, this::replay);

    /** Creates the spool of a home; {@link #start} begins with what an earlier process left. */
    public Spool(GatewayHome home, LateStore late) {
        this(home, late, PATIENCE);
    }

    Spool(GatewayHome home, LateStore late, Duration patience) {
        var codec = new SpoolCodec(new AttachmentCodec(new MediaReferences(home.media())));
        this.folder = new SpoolFolder(folder(home), codec);
        this.late = late;
        this.patience = patience;
    }

    /** Returns the folder of a home's batches. */
    public static Path folder(GatewayHome home) {
        return home.folder().resolve("spool");
    }

    /** Returns the number of batches that wait in a home. */
    public static int waiting(GatewayHome home) throws IOException {
        return new Spool(home, batch -> {}).folder.files().size();
    }

    /** Starts to store late what lies on the disk. */
    public void start() {
        loop.start();
    }

    /** Looks at once for batches to store late, as the database answers again. */
    public void replay() {
        wake.release();
    }

    /**
     * Returns the care for a batch that is to be stored now: the caller ends it by storing, leaving
     * or discarding it.
     *
     * @param batch returns the batch as a file keeps it; asked at most once
     */
    public KeptBatch keep(Supplier<SpooledBatch> batch) {
        var kept = new KeptBatch(folder, inProgress, batch, patience, unfinished::finish);
        unfinished.tryStart(kept);
        return kept;
    }

    /**
     * Waits until each batch in care is stored or on the disk, as the process may end after that.
     *
     * @return whether that was so in time
     */
    public boolean awaitKept(Duration limit) throws InterruptedException {
        return unfinished.awaitEmpty(limit);
    }

    private void run() throws IOException, InterruptedException {
        for (Path file : folder.files()) {
            if (loop.isStopped()) {
                return;
            }
            if (!inProgress.contains(file)) {
                store(file);
            }
        }
        loop.succeeded();
        wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
    }

    private void store(Path file) throws IOException, InterruptedException {
        Optional<SpooledBatch> batch = folder.read(file);
        if (batch.isPresent()) {
            late.store(batch.get());
            folder.delete(file);
            LOG.info(
                    "{} messages of {} that waited on the disk are in the journal.",
                    batch.get().messages().size(),
                    batch.get().binding().name());
        }
    }

    /** Ends the thread; what waits on the disk stays there. Idempotent. */
    @Override
    public void close() {
        loop.stop();
        loop.interrupt();
    }
}
