package dev.gateway.core.platform;

import java.nio.file.Path;
import java.util.Optional;

/** The services of the gateway for one adapter. Thread-safe. */
public interface PlatformContext {

    /** Returns the account's name in the config. */
    String platform();

    /** Returns the last cursor that was stored, across restarts. */
    Optional<String> cursor();

    /** Returns a value stored with an earlier batch, across restarts. */
    Optional<String> note(String key);

    /**
     * Stores a batch. After the return it is on disk and the adapter may confirm it to the
     * platform. Blocks while the gateway is overloaded, so that the adapter polls later.
     *
     * @throws PlatformException.NotAccepted if it is not stored: the adapter must not confirm it
     * @throws InterruptedException if interrupted while waiting: it may or may not be stored, and
     *     the adapter must not confirm it
     */
    void accept(InboundBatch batch) throws PlatformException.NotAccepted, InterruptedException;

    /**
     * Reports that the first poll of a connection, or its dial, is about to be sent; called before
     * it, by each {@link PlatformAdapter#serve}.
     */
    default void polling() {}

    /**
     * Returns whether this process may still send requests for the account; asked right before each
     * poll and dial. After a false, {@link PlatformAdapter#serve} returns: the process may have
     * been paused for so long that another one polls already.
     */
    default boolean mayPoll() {
        return true;
    }

    /** Records a successful poll or pong: the platform counts as connected. */
    void contact();

    /**
     * Reports to the operator that a delivery of the platform could not be read, in whole or in
     * part. The adapter confirms it all the same, as the platform would deliver it again.
     *
     * @param what the delivery and its treatment: one line without its content
     */
    default void unreadable(String what) {}

    /**
     * Returns a message of this account that was received or sent before, by the platform's id of
     * it; empty if it is unknown or was stored too long ago.
     */
    default Optional<Quote> said(String messageId) {
        return Optional.empty();
    }

    /**
     * Returns the folder for attachments of this account; created at the first call, with mode
     * 0700.
     */
    Path media();
}
