package dev.gateway.core.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The connection of one account to its platform. The gateway holds the account's token lock from
 * before {@link #serve} until after {@link #endSession} or {@link #disconnect} has returned, and
 * polls with one adapter of an account at a time.
 *
 * <p>Threads: {@link #serve} runs on one thread of the gateway and is called again after it threw;
 * {@link #send} and {@link #typing} are called by several threads at any time between creation and
 * {@link #disconnect}; {@link #stopIntake} and {@link #disconnect} are called from other threads.
 */
public interface PlatformAdapter {

    /**
     * Connects and receives. Returns after {@link #stopIntake}; throws if the connection is lost or
     * refused, and is then called again after a pause that depends on the exception. Calls {@link
     * PlatformContext#contact} after each successful poll or pong.
     *
     * @throws InterruptedException if interrupted; it must react within 100 ms
     */
    void serve() throws PlatformException, InterruptedException;

    /**
     * Makes {@link #serve} return within 100 ms, even during a long poll, without waiting for it.
     * Idempotent. A call before {@code serve} makes it return at once.
     */
    void stopIntake();

    /**
     * Splits a text into pieces that the platform takes as one message each; the result is never
     * empty.
     */
    List<String> split(String text);

    /**
     * Splits an answer into messages that the platform takes, each of which is sent, retried and
     * recognised alone. Empty for an answer without text and files. An adapter overrides it that
     * shows formatted text, captions or albums.
     */
    default List<MessagePart> split(MessagePart answer) {
        List<MessagePart> parts = new ArrayList<>();
        if (!answer.text().isBlank()) {
            split(answer.text())
                    .forEach(text -> parts.add(new MessagePart(text, List.of(), answer.format())));
        }
        answer.attachments()
                .forEach(file -> parts.add(new MessagePart("", List.of(file), answer.format())));
        return parts;
    }

    /**
     * Sends one message and returns the platform's id of it, if it has one. A message whose {@link
     * OutboundMessage#id} was sent before must not appear twice where the platform can tell.
     *
     * @throws PlatformException.Undeliverable if no further attempt can succeed
     * @throws PlatformException if a later attempt may succeed
     */
    Optional<String> send(OutboundMessage message) throws PlatformException, InterruptedException;

    /**
     * Shows or hides "typing…" in a conversation; best effort, a failure of the platform throws
     * nothing. Called again every few seconds while a handler works.
     */
    default void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {}

    /**
     * Adds to a received message what only further calls to the platform tell: names of people and
     * chats, the content of forwarded messages. Called before the handler, outside the intake, at
     * each attempt; best effort. Identity, conversation, sender and files stay as they are.
     *
     * @param within the limit of the whole call
     */
    default InboundMessage complete(InboundMessage message, Duration within)
            throws InterruptedException {
        return message;
    }

    /**
     * Completes a quote of which the platform delivered the id alone. Called before the handler,
     * outside the intake; best effort.
     *
     * @param within the limit of the whole call
     * @return empty if there is nothing to add
     */
    default Optional<Quote> resolve(Quote quote, Duration within) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Downloads a file of a received message into the existing, empty file {@code into}. Called by
     * dedicated threads, several at a time, between creation and {@link #disconnect}: neither the
     * intake nor another conversation waits for it. An interrupted call ends within 100 ms; the
     * gateway interrupts a call whose file has not grown for some seconds. A failed download
     * continues with {@link #resume}, also in the next process.
     *
     * @param within the limit of the whole call
     * @throws PlatformException.Unavailable if no further attempt can succeed; the message then
     *     goes to the handler without the file, with the reason in its text
     * @throws PlatformException if a later attempt may succeed
     * @throws java.io.UncheckedIOException if {@code into} cannot be written
     */
    default void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        throw new PlatformException.Unavailable("this adapter loads no files");
    }

    /**
     * Continues a download that broke off, in this process or an earlier one: {@code into} holds
     * the beginning of the file, as far as it came. Otherwise like {@link #fetch}. An adapter
     * overrides it whose platform sends a file from any position; without that it starts over.
     */
    default void resume(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        try {
            FileChannel.open(into, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fetch(file, into, within);
    }

    /**
     * Ends the session that receives, so that another process may poll with the token: afterwards
     * the platform counts no poller of this adapter, and {@link PlatformContext#accept} is refused.
     * Called after {@link #stopIntake} and after {@link #serve} has returned. Messages that are
     * already on their way are stored first, as far as the time allows; calls of {@link #send} in
     * progress finish, and further ones may come until {@link #disconnect}, which follows in any
     * case. Idempotent. Bounded by {@code within}; interrupted and then abandoned if it takes
     * longer.
     *
     * <p>By default the adapter disconnects, and sends after it are refused as {@link
     * PlatformException.Unreachable}: the answers wait for the process that polls next. An adapter
     * that can go on sending overrides it and {@link #sendsAfterSession}.
     */
    default void endSession(Duration within) throws PlatformException, InterruptedException {
        disconnect(within);
    }

    /**
     * Returns whether it sends between {@link #endSession} and {@link #disconnect}. If not, a token
     * that a gateway of another home waits for is passed on only after the last answer.
     */
    default boolean sendsAfterSession() {
        return false;
    }

    /**
     * Disconnects from the platform: afterwards the adapter delivers nothing and has no thread and
     * no socket. Idempotent. Bounded by {@code within}; interrupted and then abandoned if it takes
     * longer.
     */
    void disconnect(Duration within) throws PlatformException, InterruptedException;
}
