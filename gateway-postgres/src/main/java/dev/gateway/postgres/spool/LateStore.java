package dev.gateway.postgres.spool;

import java.io.IOException;

/** The storage of a batch whose platform has given it long ago. */
@FunctionalInterface
public interface LateStore {

    /**
     * Stores those messages of a batch that are not known, even if another process holds the
     * account; of its notes those that replace no newer ones; not its cursor. May be called again
     * for the same batch.
     *
     * @throws IOException if they cannot be stored now
     */
    void store(SpooledBatch batch) throws IOException, InterruptedException;
}
