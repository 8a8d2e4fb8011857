package dev.gateway.core.session;

import dev.gateway.core.process.KernelLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of this process: lasts until it is closed or the process dies, by the kernel's word.
 * Its record is for other processes; that it cannot be written (a full disk) ends nothing.
 * Thread-safe.
 */
public final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SessionId id;
    private final KernelLock lock;
    private final Path recordFile;
    private SessionRecord record;
    private boolean closed;

    Session(SessionId id, KernelLock lock, Path recordFile, SessionRecord record) {
        this.id = id;
        this.lock = lock;
        this.recordFile = recordFile;
        this.record = record;
    }

    /** Returns its name. */
    public SessionId id() {
        return id;
    }

    /** Returns the facts about it. */
    public synchronized SessionRecord record() {
        return record;
    }

    /**
     * Tells its predecessor that this process is able to work.
     *
     * @return whether it is written
     */
    public synchronized boolean markReady() {
        return publish(record.asReady());
    }

    /**
     * Tells its successor that this process has passed its home on.
     *
     * @param endsWithin the time in which it ends by itself
     * @return whether it is written
     */
    public synchronized boolean markOutgoing(Instant since, Duration endsWithin) {
        return publish(record.asOutgoing(since, endsWithin));
    }

    /**
     * Tells how many messages this process still works on, for the operator; written only if it has
     * passed its home on and the number has changed.
     */
    public synchronized void markInFlight(long messages) {
        if (record.inFlight() != messages) {
            SessionRecord next = record.withInFlight(messages);
            if (next.isOutgoing()) {
                publish(next);
            } else {
                record = next;
            }
        }
    }

    /** Tells that this process has its home back, since no successor came up. */
    public synchronized void markHolder() {
        publish(record.asHolder());
    }

    private boolean publish(SessionRecord next) {
        record = next;
        if (closed) {
            return false;
        }
        try {
            // A person may have removed the folder; others then go by the process in the record.
            SessionRegistry.createFolder(recordFile.getParent());
            SessionRecordJson.write(recordFile, next);
            return true;
        } catch (IOException e) {
            LOG.warn("Cannot write {}: {}", recordFile, e.getMessage());
            return false;
        }
    }

    /** Ends the session. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Files.deleteIfExists(recordFile); // First: a record without a lock tells of a loss.
            lock.remove();
        } catch (IOException e) {
            LOG.debug("Cannot remove {}: {}", lock.file(), e.getMessage());
            lock.close();
        }
    }
}
