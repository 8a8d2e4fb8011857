package dev.gateway.postgres.attachment;

import dev.gateway.core.platform.AccountId;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A store of file content that all hosts reach. The key of a content is its digest, so that storing
 * it again changes nothing. Thread-safe.
 */
interface ContentStore extends AutoCloseable {

    /** Returns whether content of that size can be stored. */
    boolean holds(long size);

    /**
     * Stores a file unless its content is there already; from now on a sweep spares it for a day.
     *
     * @param file a file that does not change any more
     * @throws IOException if it cannot be stored now
     */
    void put(AccountId account, ContentKey key, Path file) throws IOException, InterruptedException;

    /**
     * Copies content into an empty file; returns false if it is not there.
     *
     * @throws IOException if it cannot be read now
     */
    boolean get(AccountId account, ContentKey key, Path target)
            throws IOException, InterruptedException;

    /**
     * Deletes content that no unfinished message or answer refers to and that was stored more than
     * a day ago; returns the number of files.
     */
    int sweep() throws IOException, InterruptedException;

    /** Lets go of connections. Idempotent. */
    @Override
    void close();
}
