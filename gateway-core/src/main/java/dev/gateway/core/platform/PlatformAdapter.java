package dev.gateway.core.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Speaks one account's wire. The gateway holds the account's token lock from before {@link #serve}
 * until after {@link #disconnect} has returned, and never has two adapters for one account.
 *
 * <p>Threads: {@link #serve} runs on one thread of the gateway and is called again after it threw;
 * {@link #send} and {@link #typing} are called by several threads at any time between creation and
 * {@link #disconnect}; {@link #stopIntake} and {@link #disconnect} come from other threads.
 */
public interface PlatformAdapter {

    /**
     * Connects and receives until {@link #stopIntake} (then it returns) or until the connection is
     * lost or refused (then it throws, and is called again after a pause that fits the exception).
     * Calls {@link PlatformContext#contact} after each successful poll or pong.
     *
     * @throws InterruptedException if interrupted; it must react within 100 ms
     */
    void serve() throws PlatformException, InterruptedException;

    /**
     * Ends {@link #serve} within 100 ms, also in the middle of a long poll, without waiting for it.
     * Idempotent; may be called before serve, which then returns at once.
     */
    void stopIntake();

    /** Cuts a text into pieces that the platform takes as one message each; never empty. */
    List<String> split(String text);

    /**
     * Sends one message and returns the platform's id of it, if it has one. A message whose {@link
     * OutboundMessage#id} was sent before must not appear twice where the platform can tell.
     *
     * @throws PlatformException.Undeliverable if no further try can succeed
     * @throws PlatformException if a later try may
     */
    Optional<String> send(OutboundMessage message) throws PlatformException, InterruptedException;

    /**
     * Shows or hides "typing…" in a conversation; best effort, never throws for the platform's
     * sake. Asked again every few seconds while a handler works.
     */
    default void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {}

    /**
     * Loads a file of a received message into the existing, empty file {@code into}. Called by
     * threads of their own, several at a time, between creation and {@link #disconnect}: neither
     * the intake nor another conversation waits for it. A call that is interrupted ends within 100
     * ms; the gateway interrupts one whose file has not grown for some seconds. It is called again
     * for a file that could not be loaded, also by the next process.
     *
     * @param within bounds the whole call
     * @throws PlatformException.Unavailable if no further try can succeed; the message then goes to
     *     the handler without the file, with the reason in its text
     * @throws PlatformException if a later try may
     * @throws java.io.UncheckedIOException if it cannot be written here
     */
    default void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        throw new PlatformException.Unavailable("this adapter loads no files");
    }

    /**
     * Lets go of the platform: after it returned nothing is delivered, no thread and no socket of
     * the adapter is left. Idempotent. Bounded by {@code within}; interrupted and then abandoned if
     * it takes longer.
     */
    void disconnect(Duration within) throws PlatformException, InterruptedException;
}
