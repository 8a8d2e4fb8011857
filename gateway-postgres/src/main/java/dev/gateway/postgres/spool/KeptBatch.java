package dev.gateway.postgres.spool;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch that is being stored. If that takes long, or is given up, it goes to the disk; it leaves
 * the disk when it is stored. For one thread.
 */
public final class KeptBatch {

    private static final Logger LOG = LoggerFactory.getLogger(KeptBatch.class);

    private final SpoolFolder folder;
    private final Set<Path> inProgress;
    private final Supplier<SpooledBatch> batch;
    private final Duration patience;
    private final Consumer<KeptBatch> ended;
    private Deadline deadline;
    private Path file;
    private boolean done;

    KeptBatch(
            SpoolFolder folder,
            Set<Path> inProgress,
            Supplier<SpooledBatch> batch,
            Duration patience,
            Consumer<KeptBatch> ended) {
        this.folder = folder;
        this.inProgress = inProgress;
        this.batch = batch;
        this.patience = patience;
        this.ended = ended;
    }

    /**
     * Waits until it is stored; if that takes long, it is on the disk from then on.
     *
     * @throws IOException if this attempt to store it has failed; its cause says why
     */
    public <T> T await(CompletableFuture<T> storing) throws IOException, InterruptedException {
        try {
            T stored = attempt(storing);
            discard();
            return stored;
        } catch (ExecutionException e) {
            // A new one: a stack trace shared by many callers would name the wrong caller.
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            leave(storing);
            throw e;
        }
    }

    private <T> T attempt(CompletableFuture<T> storing)
            throws ExecutionException, InterruptedException {
        if (deadline == null) {
            deadline = Deadline.after(patience);
        }
        if (file == null) {
            try {
                return storing.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                write();
            }
        }
        return storing.get();
    }

    /** Leaves it on the disk unless it is stored after all, as the caller stops waiting. */
    private void leave(CompletableFuture<?> storing) {
        if (storing.isDone() && !storing.isCompletedExceptionally()) {
            discard();
            return;
        }
        write();
        end();
        Path left = file;
        if (left != null) {
            storing.whenComplete(
                    (stored, failure) -> {
                        if (failure == null) {
                            folder.delete(left);
                        }
                        inProgress.remove(left);
                    });
        }
    }

    /** Leaves it on the disk, to be stored late, unless its end is decided already. */
    public void leave() {
        if (done) {
            return;
        }
        write();
        end();
        if (file != null) {
            inProgress.remove(file);
            LOG.warn("What a platform gave waits in {} until the database has it.", file);
        }
    }

    /** Forgets it: it can never be stored, or is already. */
    public void discard() {
        if (file != null) {
            folder.delete(file);
            inProgress.remove(file);
            file = null;
        }
        end();
    }

    private void end() {
        if (!done) {
            done = true;
            ended.accept(this);
        }
    }

    private void write() {
        if (file != null) {
            return;
        }
        SpooledBatch content = batch.get();
        if (content.messages().isEmpty() && content.notes().values().isEmpty()) {
            return;
        }
        try {
            file = folder.write(content);
            inProgress.add(file);
        } catch (IOException e) {
            LOG.error("What a platform gave cannot be kept on the disk: {}", e.getMessage());
        }
    }
}
