package dev.gateway.core.platform;

import java.nio.file.Path;
import java.util.Optional;

/** What the gateway offers to one adapter. Thread-safe. */
public interface PlatformContext {

    /** The account's name in the config. */
    String platform();

    /** The last cursor that was stored, across restarts. */
    Optional<String> cursor();

    /** A value stored with an earlier batch, across restarts. */
    Optional<String> note(String key);

    /**
     * Stores a batch. When this returns, it is on disk and the platform may be told; waits while
     * the gateway has too much to do, so the adapter simply polls later.
     *
     * @throws PlatformException.NotAccepted if it is not stored: the platform must not be told
     * @throws InterruptedException if interrupted while waiting: it may or may not be stored, and
     *     the platform must not be told
     */
    void accept(InboundBatch batch) throws PlatformException.NotAccepted, InterruptedException;

    /** A poll or pong succeeded just now: the platform counts as connected. */
    void contact();

    /**
     * Tells the operator that something the platform delivered could not be read, whole or in part,
     * and will be confirmed all the same, as it would only come again.
     *
     * @param what which one, and what became of it: one line without its content
     */
    default void unreadable(String what) {}

    /** The folder for attachments of this account; exists, mode 0700. */
    Path media();
}
